package tfo.api.tls;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;

/**
 * What a handshake agreed on.
 *
 * @param version the protocol's version
 * @param cipherSuite its IANA name, such as {@code TLS_AES_128_GCM_SHA256}
 * @param group the group of the key exchange, such as {@code X25519}; empty where it is not known
 * @param alpn the application protocol (RFC 7301); empty with none
 * @param serverName the name that the client asked for (RFC 6066); empty with none
 * @param resumed whether a session was resumed
 * @param earlyData what became of early data
 * @param reason why no session was resumed, in words; empty if one was
 * @param peer the peer's certificates, its own first; empty where it showed none
 * @param earlyDataReason why early data was not offered, or not taken, in words; empty if it was taken or none was given
 * @param firstFlight of a client: what it sent first
 * @param connections how many connections it took: more than one where a session or early data made the first one fail
 */
public record HandshakeReport(
        TlsVersion version,
        String cipherSuite,
        String group,
        String alpn,
        String serverName,
        boolean resumed,
        EarlyData earlyData,
        String reason,
        List<X509Certificate> peer,
        String earlyDataReason,
        FirstFlight firstFlight,
        int connections) {

    /** Copies the certificates. */
    public HandshakeReport {
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(cipherSuite, "cipherSuite");
        Objects.requireNonNull(group, "group");
        Objects.requireNonNull(alpn, "alpn");
        Objects.requireNonNull(serverName, "serverName");
        Objects.requireNonNull(earlyData, "earlyData");
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(earlyDataReason, "earlyDataReason");
        Objects.requireNonNull(firstFlight, "firstFlight");
        peer = List.copyOf(peer);
        if (connections < 1) {
            throw new IllegalArgumentException(connections + " connections");
        }
    }

    /** Of the first connection, with nothing known of its first flight. */
    public HandshakeReport(
            TlsVersion version,
            String cipherSuite,
            String group,
            String alpn,
            String serverName,
            boolean resumed,
            EarlyData earlyData,
            String reason,
            List<X509Certificate> peer) {
        this(
                version,
                cipherSuite,
                group,
                alpn,
                serverName,
                resumed,
                earlyData,
                reason,
                peer,
                "",
                FirstFlight.unknown(),
                1);
    }

    /** The possible fates of early data. */
    public enum EarlyData {
        /** None was given. */
        NONE,
        /** The server took it before the handshake was done. */
        ACCEPTED,
        /** The server did not take it, or it could not be offered; it was sent after the handshake. */
        RESENT
    }
}
