package tfo.tls.gnutls.session;

import java.nio.ByteBuffer;
import tfo.api.tls.HandshakeReport.EarlyData;
import tfo.tls.gnutls.library.GnuTls;

/** What a client says first: with the ClientHello as far as that may be, all the rest after the handshake. For one thread. */
final class FirstWords {
    /** One record's worth: a server can read early data no sooner than its record is whole. */
    static final int MOST_EARLY = PlainText.RECORD;

    private ByteBuffer bytes = ByteBuffer.allocate(0);

    /** Why they may not travel early; empty if they may. */
    private String why = "";

    /** How many go with the ClientHello. */
    private int offered;

    /** How many of them the server took. */
    private int taken;

    /** These bytes, which may not travel early for this reason unless it is empty. */
    void are(ByteBuffer words, String whyNotEarly) {
        bytes = words.slice().asReadOnlyBuffer();
        why = whyNotEarly;
    }

    /** Whether there are any. */
    boolean any() {
        return bytes.hasRemaining();
    }

    /** Whether some may travel early. */
    boolean mayBeEarly() {
        return any() && why.isEmpty();
    }

    /** From now on none may. Of several reasons the first stands. */
    void keepBack(String whyNotEarly) {
        offered = 0;
        if (why.isEmpty()) {
            why = whyNotEarly;
        }
    }

    /** Gives the session as many as it takes; it must then not begin its handshake anywhere else. */
    void offer(GnuTls gnutls, Session session, long most) {
        int length = (int) Math.min(Math.min(bytes.remaining(), MOST_EARLY), Math.min(most, session.maxEarlyData()));
        try (PlainText staging = new PlainText(gnutls)) {
            staging.stage(bytes.slice(0, length));
            if (length > 0 && session.sendEarly(staging.address(), length) >= 0) {
                offered = length;
            } else {
                keepBack("the library took no early data");
            }
        }
    }

    /** Whether some go with the ClientHello. */
    boolean areOffered() {
        return offered > 0;
    }

    /** When the handshake is done: what became of them. */
    void settle(Session session) {
        if (offered == 0) {
            return;
        }
        if (session.agreed().earlyDataTaken()) {
            taken = offered;
        } else {
            keepBack(
                    session.agreed().resumed()
                            ? "the server resumed the session, and took no early data"
                            : "the server did not resume the session");
        }
    }

    /** What is to be said after the handshake. */
    ByteBuffer rest() {
        return bytes.slice(taken, bytes.remaining() - taken);
    }

    EarlyData fate() {
        if (!any()) {
            return EarlyData.NONE;
        }
        return taken > 0 ? EarlyData.ACCEPTED : EarlyData.RESENT;
    }

    /** Why they did not travel early, or were not taken. */
    String reason() {
        return any() && taken == 0 ? why : "";
    }
}
