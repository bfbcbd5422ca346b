package tfo.tls.gnutls.session;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import tfo.api.tls.SessionData;
import tfo.api.tls.SessionKey;
import tfo.api.tls.TlsVersion;
import tfo.tls.gnutls.store.StoredSession;

/** Reads out of GnuTLS's own session bytes what Java has to know of them. */
final class StoredSessions {
    private static final Duration LONGEST = Duration.ofDays(7);

    // Behind the magic number and the time when it was made.
    private static final int OLD_LIFETIME_AT = 8;

    private StoredSessions() {}

    /** The session in these bytes, which it takes over; nothing, and the bytes wiped, if what must be known of it is not there. */
    static Optional<SessionData> of(SessionKey key, Session session, String library, byte[] data) {
        TlsVersion version = session.agreed().version();
        Optional<Ticket> found = version == TlsVersion.TLS_1_2 ? Ticket.ofOld(data) : Ticket.in(data);
        if (found.isEmpty()) {
            Arrays.fill(data, (byte) 0);
            return Optional.empty();
        }
        Ticket ticket = found.get();
        Instant now = Instant.now();
        Instant expires = now.plus(ticket.lifetime());
        String group = session.agreed().group();
        return Optional.of(StoredSession.of(key, version, group, now, expires, ticket.maxEarlyData(), library, data));
    }

    /** The end of a session of TLS 1.3: a length, lifetime, age_add, nonce, ticket, secret, time of arrival, early data. */
    record Ticket(Duration lifetime, long maxEarlyData) {
        private static final int SHORTEST = 4 + 4 + 4 + 1 + 4 + 1 + 12 + 4;

        /** RFC 5077 leaves the lifetime of TLS 1.2 open; this is what GnuTLS itself goes by. */
        static Optional<Ticket> ofOld(byte[] data) {
            if (data.length < OLD_LIFETIME_AT + Integer.BYTES) {
                return Optional.empty();
            }
            int seconds = ByteBuffer.wrap(data).getInt(OLD_LIFETIME_AT);
            return seconds <= 0 ? Optional.empty() : Optional.of(new Ticket(bounded(seconds), 0));
        }

        // What the library has where the server promised nothing.
        private static long early(int bytes) {
            return bytes == -1 ? 0 : Integer.toUnsignedLong(bytes);
        }

        private static Duration bounded(int seconds) {
            Duration lifetime = Duration.ofSeconds(Integer.toUnsignedLong(seconds));
            return lifetime.compareTo(LONGEST) > 0 ? LONGEST : lifetime;
        }

        static Optional<Ticket> in(byte[] data) {
            ByteBuffer bytes = ByteBuffer.wrap(data);
            for (int at = data.length - SHORTEST; at >= 0; at--) {
                if (bytes.getInt(at) == data.length - at - Integer.BYTES && fits(bytes, at)) {
                    return Optional.of(new Ticket(bounded(bytes.getInt(at + 4)), early(bytes.getInt(data.length - 4))));
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
