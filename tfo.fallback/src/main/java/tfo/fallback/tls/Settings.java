package tfo.fallback.tls;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import javax.net.ssl.SSLParameters;
import tfo.api.tls.TlsFeature;
import tfo.api.tls.TlsVersion;

/** What the builders of clients and servers have in common. */
final class Settings {
    private static final int LONGEST_PROTOCOL = 255;

    private final Set<TlsFeature> asked = EnumSet.noneOf(TlsFeature.class);
    private List<String> alpn = List.of();
    private TlsVersion oldest = TlsVersion.TLS_1_2;
    private TlsVersion newest = TlsVersion.TLS_1_3;
    private Duration handshakeTimeout = Duration.ofSeconds(30);
    private boolean truncationAllowed;

    void alpn(List<String> protocols) {
        for (String protocol : protocols) {
            int length = protocol.getBytes(StandardCharsets.ISO_8859_1).length;
            if (length < 1 || length > LONGEST_PROTOCOL) {
                throw new IllegalArgumentException("an application protocol has 1 to 255 bytes, not " + length);
            }
        }
        alpn = List.copyOf(protocols);
    }

    void minimumVersion(TlsVersion version) {
        oldest = Objects.requireNonNull(version, "oldest");
    }

    /** For tests of the older version between peers that both know the newer. */
    void maximumVersion(TlsVersion version) {
        newest = version;
    }

    void handshakeTimeout(Duration limit) {
        if (limit.isNegative()) {
            throw new IllegalArgumentException("negative time-out: " + limit);
        }
        handshakeTimeout = limit;
    }

    void allowTruncation() {
        truncationAllowed = true;
    }

    /** Notes what will be refused where it is missing. */
    void ask(TlsFeature feature) {
        asked.add(feature);
    }

    /** @throws UnsupportedOperationException if JSSE lacks what was asked for */
    Snapshot snapshot() {
        asked.forEach(Features::require);
        return new Snapshot(alpn, oldest, newest, handshakeTimeout, truncationAllowed);
    }

    /** What does not change any more. */
    record Snapshot(
            List<String> alpn,
            TlsVersion oldest,
            TlsVersion newest,
            Duration handshakeTimeout,
            boolean truncationAllowed) {

        SSLParameters parameters() {
            SSLParameters parameters = new SSLParameters();
            parameters.setApplicationProtocols(alpn.toArray(new String[0]));
            parameters.setProtocols(protocols());
            return parameters;
        }

        private String[] protocols() {
            List<String> protocols = new ArrayList<>();
            Arrays.stream(TlsVersion.values())
                    .filter(version -> version.compareTo(oldest) >= 0 && version.compareTo(newest) <= 0)
                    .forEach(version -> protocols.add(0, version.standardName()));
            return protocols.toArray(new String[0]);
        }
    }
}
