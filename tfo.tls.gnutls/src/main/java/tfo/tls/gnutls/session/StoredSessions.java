package tfo.tls.gnutls.session;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import tfo.api.tls.SessionData;
import tfo.api.tls.SessionKey;
import tfo.api.tls.TlsVersion;
import tfo.tls.gnutls.store.StoredSession;

/** Reads out of GnuTLS's own session bytes what Java has to know of them. */
final class StoredSessions {
    private static final Duration LONGEST = Duration.ofDays(7);
    // RFC 5077 leaves it open; GnuTLS itself forgets a session of TLS 1.2 after this.
    private static final Duration OLD = Duration.ofHours(1);

    private StoredSessions() {}

    static Optional<SessionData> of(SessionKey key, Session session, String library, byte[] data) {
        Instant now = Instant.now();
        TlsVersion version = session.agreed().version();
        if (version == TlsVersion.TLS_1_2) {
            return Optional.of(
                    StoredSession.of(key, version, session.agreed().group(), now, now.plus(OLD), 0, library, data));
        }
        return Ticket.in(data)
                .map(ticket -> StoredSession.of(
                        key,
                        version,
                        session.agreed().group(),
                        now,
                        now.plus(ticket.lifetime()),
                        ticket.maxEarlyData(),
                        library,
                        data));
    }

    /** The end of a session of TLS 1.3: a length, lifetime, age_add, nonce, ticket, secret, time of arrival, early data. */
    record Ticket(Duration lifetime, long maxEarlyData) {
        private static final int SHORTEST = 4 + 4 + 4 + 1 + 4 + 1 + 12 + 4;

        static Optional<Ticket> in(byte[] data) {
            ByteBuffer bytes = ByteBuffer.wrap(data);
            for (int at = data.length - SHORTEST; at >= 0; at--) {
                if (bytes.getInt(at) == data.length - at - Integer.BYTES && fits(bytes, at)) {
                    Duration lifetime = Duration.ofSeconds(Integer.toUnsignedLong(bytes.getInt(at + 4)));
                    long early = Integer.toUnsignedLong(bytes.getInt(data.length - 4));
                    Duration bounded = lifetime.compareTo(LONGEST) > 0 ? LONGEST : lifetime;
                    return Optional.of(new Ticket(bounded, early));
                }
            }
            return Optional.empty();
        }

        private static boolean fits(ByteBuffer bytes, int at) {
            try {
                int nonce = at + 12;
                int ticket = Math.addExact(nonce + 1, bytes.get(nonce) & 0xFF);
                int secret = Math.addExact(ticket + 4, bytes.getInt(ticket));
                return Math.addExact(secret + 1, bytes.get(secret) & 0xFF) + 12 + 4 == bytes.limit();
            } catch (IndexOutOfBoundsException | ArithmeticException e) {
                return false;
            }
        }
    }
}
