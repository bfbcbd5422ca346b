package tfo.tls.gnutls.session;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import tfo.api.tls.ChannelBinding;
import tfo.api.tls.HandshakeReport;
import tfo.api.tls.TlsException;
import tfo.api.tls.TlsVersion;

/** What can be derived from a connection's secrets. */
final class Exports {
    private static final int LONGEST = 255;
    private static final int LONGEST_CONTEXT = 0xFFFF;
    private static final int SHA_256 = 32;
    private static final int SHA_384 = 48;

    private Exports() {}

    static void check(String label, byte[] context, int length, HandshakeReport report) {
        int hash = report.cipherSuite().endsWith("SHA384") ? SHA_384 : SHA_256;
        if (length < 1 || length > LONGEST * hash) {
            throw new IllegalArgumentException("a key of " + length + " bytes; 1 to " + LONGEST * hash + " can be had");
        }
        int bytes = label.getBytes(StandardCharsets.UTF_8).length;
        if (bytes == 0 || bytes > LONGEST - "tls13 ".length()) {
            throw new IllegalArgumentException("a label of " + bytes + " bytes");
        }
        if (context.length > LONGEST_CONTEXT) {
            throw new IllegalArgumentException("a context of " + context.length + " bytes");
        }
    }

    static Optional<byte[]> binding(Session session, ChannelBinding type, HandshakeReport report) throws TlsException {
        if (type == ChannelBinding.TLS_UNIQUE && report.version() != TlsVersion.TLS_1_2) {
            return Optional.empty();
        }
        if (type == ChannelBinding.TLS_EXPORTER && report.version() == TlsVersion.TLS_1_3) {
            return Optional.of(session.agreed().exportKey("EXPORTER-Channel-Binding", new byte[0], SHA_256));
        }
        return session.agreed().channelBinding(type);
    }
}
