package tfo.tls.gnutls.session;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tfo.api.tls.TlsVersion;

/** What clients and servers have in common, while it is collected. */
final class Settings {
    private static final int LONGEST_PROTOCOL = 255;

    List<String> alpn = List.of();
    TlsVersion minimum = TlsVersion.TLS_1_2;

    @Nullable
    String priority;

    boolean weak;
    Duration handshakeTimeout = Duration.ofSeconds(30);
    boolean truncationAllowed;

    @Nullable
    Consumer<String> keyLog;

    void alpn(List<String> protocols) {
        for (String protocol : protocols) {
            if (protocol.isEmpty()
                    || protocol.length() > LONGEST_PROTOCOL
                    || !StandardCharsets.ISO_8859_1.newEncoder().canEncode(protocol)) {
                throw new IllegalArgumentException("not an application protocol: \"" + protocol + "\"");
            }
        }
        alpn = List.copyOf(protocols);
    }

    void priority(String text, boolean mayWeaken) {
        priority = Objects.requireNonNull(text, "priority");
        weak = mayWeaken;
    }

    void keyLog(Library library, Consumer<String> lines) {
        if (!library.gnutls().has("gnutls_session_set_keylog_function")) {
            throw new UnsupportedOperationException(library.version() + " logs no keys; that came with 3.6.13");
        }
        keyLog = Objects.requireNonNull(lines, "lines");
    }

    void handshakeTimeout(Duration limit) {
        if (limit.isNegative()) {
            throw new IllegalArgumentException("negative time-out: " + limit);
        }
        handshakeTimeout = limit;
    }
}
