package tfo.tls.gnutls.session;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tfo.api.tls.TlsVersion;
import tfo.tls.gnutls.library.Constants;
import tfo.tls.gnutls.library.GnuTls;
import tfo.tls.gnutls.library.NativeMemory;

/** The sessions that one connection got, as the library hands them out, the oldest first. For the thread that receives. */
final class Tickets {
    private static final int MOST = 16;

    private final GnuTls gnutls;
    private final long address;
    private final Agreed agreed;
    private final Deque<byte[]> sessions = new ArrayDeque<>();
    private boolean tookOne;
    private boolean came;

    Tickets(GnuTls gnutls, long address, Agreed agreed) {
        this.gnutls = gnutls;
        this.address = address;
        this.agreed = agreed;
    }

    // In TLS 1.2 the ticket comes inside the handshake, before there is a session to hand out.
    void arrived() {
        tookOne = true;
        came = true;
        if (agreed.version() == TlsVersion.TLS_1_3) {
            export().ifPresent(this::keep);
        }
    }

    /** Whether a ticket came since this was asked last. For the thread that receives. */
    boolean tookOne() {
        boolean came = tookOne;
        tookOne = false;
        return came;
    }

    /** Whether one ever came. */
    boolean came() {
        return came;
    }

    private void keep(byte[] session) {
        sessions.add(session);
        if (sessions.size() > MOST) {
            Arrays.fill(sessions.removeFirst(), (byte) 0);
        }
    }

    /** After the handshake of TLS 1.2: the session, if the server will know it again. */
    void keepOld() {
        if (agreed.version() == TlsVersion.TLS_1_2 && (hasTicket() || hasId())) {
            export().ifPresent(this::keep);
        }
    }

    private boolean hasTicket() {
        return (gnutls.gnutls_session_get_flags(address) & Constants.GNUTLS_SFLAGS_SESSION_TICKET) != 0;
    }

    private boolean hasId() {
        try (NativeMemory scratch = new NativeMemory(gnutls)) {
            long id = scratch.allocate(NativeMemory.DATUM);
            return gnutls.gnutls_session_get_id2(address, id) >= 0 && scratch.getInt(id + Long.BYTES) > 0;
        }
    }

    private Optional<byte[]> export() {
        try (NativeMemory scratch = new NativeMemory(gnutls)) {
            long data = scratch.allocate(NativeMemory.DATUM);
            if (gnutls.gnutls_session_get_data2(address, data) < 0) {
                return Optional.empty();
            }
            byte[] bytes = scratch.takeDatum(data);
            // Four zeros are what the library says where there is nothing to resume.
            return bytes.length <= Integer.BYTES ? Optional.empty() : Optional.of(bytes);
        }
    }

    /** The newest session that arrived, or null. */
    byte @Nullable [] newest() {
        return sessions.pollLast();
    }

    /** The oldest session that arrived, or null. */
    byte @Nullable [] oldest() {
        return sessions.pollFirst();
    }

    boolean any() {
        return !sessions.isEmpty();
    }

    void wipe() {
        sessions.forEach(session -> Arrays.fill(session, (byte) 0));
    }
}
