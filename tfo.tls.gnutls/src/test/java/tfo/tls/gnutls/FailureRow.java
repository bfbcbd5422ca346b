package tfo.tls.gnutls;

import java.util.function.UnaryOperator;
import tfo.api.socket.FastOpenReport.Outcome;
import tfo.api.tls.HandshakeReport.EarlyData;
import tfo.tls.gnutls.store.StoredSession;

/**
 * A row of the failure matrix: what happens between a session and its use, and what the reports say of it.
 *
 * @param name what is wrong
 * @param effect brings it about
 * @param session what is offered instead of the session that was made
 * @param resumed whether a session is resumed all the same
 * @param connections how many it takes
 * @param reason why early data did not travel or was not taken; empty if it was. TIME stands for any moment, PORT for the server's
 * @param syn what became of the first flight that was answered
 * @param synReason why
 */
record FailureRow(
        String name,
        Effect effect,
        UnaryOperator<StoredSession> session,
        boolean resumed,
        int connections,
        String reason,
        Outcome syn,
        String synReason) {

    private static final UnaryOperator<StoredSession> AS_IT_IS = UnaryOperator.identity();

    /** Where this happens, nothing else is wrong. */
    static FailureRow when(String name, Effect effect) {
        return new FailureRow(name, effect, AS_IT_IS, true, 1, "", Outcome.ACKNOWLEDGED, "");
    }

    /** Where this is offered. */
    static FailureRow offering(String name, UnaryOperator<StoredSession> session) {
        return when(name, host -> {}).andOffering(session);
    }

    FailureRow andOffering(UnaryOperator<StoredSession> other) {
        return new FailureRow(name, effect, other, resumed, connections, reason, syn, synReason);
    }

    /** The session is resumed; early data is sent again for this reason. */
    FailureRow resent(String why) {
        return new FailureRow(name, effect, session, true, connections, why, syn, synReason);
    }

    /** No session is resumed; early data is sent again for this reason. */
    FailureRow full(String why) {
        return new FailureRow(name, effect, session, false, connections, why, syn, synReason);
    }

    FailureRow over(int number) {
        return new FailureRow(name, effect, session, resumed, number, reason, syn, synReason);
    }

    FailureRow syn(Outcome outcome, String why) {
        return new FailureRow(name, effect, session, resumed, connections, reason, outcome, why);
    }

    /** Whether another session is offered than the one that the client keeps. */
    boolean offersAnother() {
        return session != AS_IT_IS;
    }

    /** Whether the connection that was answered began with early data: not by a session that its client knows to be no good. */
    boolean travelsEarly() {
        return connections == 1 && !reason.startsWith("the session ");
    }

    EarlyData fate() {
        return reason.isEmpty() ? EarlyData.ACCEPTED : EarlyData.RESENT;
    }

    @Override
    public String toString() {
        return name;
    }

    /** Brings something about. */
    interface Effect {
        void on(FailureHost host) throws Exception;
    }
}
