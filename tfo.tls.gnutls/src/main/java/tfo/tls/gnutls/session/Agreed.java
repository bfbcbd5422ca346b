package tfo.tls.gnutls.session;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tfo.api.tls.ChannelBinding;
import tfo.api.tls.TlsException;
import tfo.api.tls.TlsVersion;
import tfo.tls.gnutls.library.Constants;
import tfo.tls.gnutls.library.GnuTls;
import tfo.tls.gnutls.library.GnuTlsCode;
import tfo.tls.gnutls.library.NativeMemory;

/**
 * What a session agreed on with its peer, asked of the library at each call until the handshake is done; the rules of {@link Session}
 * hold.
 */
final class Agreed {
    /** The library's own names, by where they are: they stay there. */
    private static final Map<Long, String> NAMES = new ConcurrentHashMap<>();

    private final GnuTls gnutls;
    private final long address;
    private volatile boolean done;

    /** Whether an application protocol can have been agreed on. */
    private boolean alpn;

    private @Nullable TlsVersion version;
    private @Nullable String group;
    private @Nullable Boolean resumed;

    Agreed(GnuTls gnutls, long address) {
        this.gnutls = gnutls;
        this.address = address;
    }

    /** Application protocols were offered, or are known. */
    void withAlpn() {
        alpn = true;
    }

    /** Nothing of it will change any more. */
    void handshakeDone() {
        done = true;
    }

    TlsVersion version() {
        TlsVersion known = version;
        if (known == null) {
            boolean newest = gnutls.gnutls_protocol_get_version(address) == Constants.GNUTLS_TLS1_3;
            known = newest ? TlsVersion.TLS_1_3 : TlsVersion.TLS_1_2;
            version = done ? known : null;
        }
        return known;
    }

    String group() {
        String known = group;
        if (known == null) {
            known = name(gnutls.gnutls_group_get_name(gnutls.gnutls_group_get(address)));
            group = done ? known : null;
        }
        return known;
    }

    boolean resumed() {
        Boolean known = resumed;
        if (known == null) {
            known = gnutls.gnutls_session_is_resumed(address) != 0;
            resumed = done ? known : null;
        }
        return known;
    }

    private String name(long text) {
        return NAMES.computeIfAbsent(text, gnutls::text);
    }

    /** Whether the server took early data. */
    boolean earlyDataTaken() {
        return (gnutls.gnutls_session_get_flags(address) & Constants.GNUTLS_SFLAGS_EARLY_DATA) != 0;
    }

    String cipherSuite() {
        if (gnutls.has("gnutls_ciphersuite_get")) {
            return name(gnutls.gnutls_ciphersuite_get(address));
        }
        String name = gnutls.text(gnutls.gnutls_cipher_suite_get_name(
                gnutls.gnutls_kx_get(address), gnutls.gnutls_cipher_get(address), gnutls.gnutls_mac_get(address)));
        return name.replaceFirst("^GNUTLS_", "TLS_");
    }

    String alpn() {
        if (!alpn) {
            return "";
        }
        try (NativeMemory scratch = new NativeMemory(gnutls)) {
            long protocol = scratch.allocate(NativeMemory.DATUM);
            if (gnutls.gnutls_alpn_get_selected_protocol(address, protocol) < 0) {
                return "";
            }
            return new String(scratch.datumAt(protocol), StandardCharsets.ISO_8859_1);
        }
    }

    /** The name that a client asked for, empty with none. */
    String serverName() {
        try (NativeMemory scratch = new NativeMemory(gnutls)) {
            int room = 256;
            long name = scratch.allocate(room);
            long length = scratch.allocate(Long.BYTES);
            long type = scratch.allocate(Integer.BYTES);
            scratch.putLong(length, room);
            int code = gnutls.gnutls_server_name_get(address, name, length, type, 0);
            return code < 0 ? "" : gnutls.text(name);
        }
    }

    /** The peer's certificates in DER. */
    List<byte[]> peers() {
        try (NativeMemory scratch = new NativeMemory(gnutls)) {
            long count = scratch.allocate(Integer.BYTES);
            long array = gnutls.gnutls_certificate_get_peers(address, count);
            List<byte[]> peers = new ArrayList<>();
            for (int i = 0; array != 0 && i < scratch.getInt(count); i++) {
                byte[] datum = gnutls.bytes(array + (long) NativeMemory.DATUM * i, NativeMemory.DATUM);
                ByteBuffer view = ByteBuffer.wrap(datum).order(ByteOrder.nativeOrder());
                peers.add(gnutls.bytes(view.getLong(0), view.getInt(Long.BYTES)));
            }
            return peers;
        }
    }

    byte[] exportKey(String label, byte[] context, int length) throws TlsException {
        try (NativeMemory scratch = new NativeMemory(gnutls)) {
            byte[] name = label.getBytes(StandardCharsets.UTF_8);
            long out = scratch.allocate(length);
            long bound = context.length == 0 ? 0 : scratch.copy(context);
            int code = gnutls.gnutls_prf_rfc5705(
                    address, name.length, scratch.copy(name), context.length, bound, length, out);
            if (code < 0) {
                throw new TlsException(
                        TlsException.Reason.LIBRARY,
                        GnuTlsCode.name(gnutls, code),
                        "export a key for " + label + ": " + GnuTlsCode.name(gnutls, code));
            }
            byte[] key = new byte[length];
            scratch.view(out, length).get(key);
            return key;
        }
    }

    Optional<byte[]> channelBinding(ChannelBinding type) {
        // gnutls_channel_binding_t.
        int cType = switch (type) {
            case TLS_UNIQUE -> 0;
            case TLS_SERVER_END_POINT -> 1;
            case TLS_EXPORTER -> 2;
        };
        try (NativeMemory scratch = new NativeMemory(gnutls)) {
            long binding = scratch.allocate(NativeMemory.DATUM);
            int code = gnutls.gnutls_session_channel_binding(address, cType, binding);
            return code < 0 ? Optional.empty() : Optional.of(scratch.takeDatum(binding));
        }
    }
}
