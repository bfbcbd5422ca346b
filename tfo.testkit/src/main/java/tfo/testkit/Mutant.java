package tfo.testkit;

import java.util.function.UnaryOperator;
import tfo.api.socket.FastOpenSockets;

/**
 * A provider that is wrong in one thing.
 *
 * @param name what is wrong
 * @param suite where the rule is tested
 * @param killer the name of the test that must notice
 * @param visible where the wrong can show
 * @param mutation makes the wrong provider of a right one
 * @param control makes the same wrapper without what is wrong
 */
record Mutant(
        String name,
        Suite suite,
        String killer,
        Visible visible,
        UnaryOperator<FastOpenSockets> mutation,
        UnaryOperator<FastOpenSockets> control) {

    enum Suite {
        /** {@link FastOpenSocketsContract}. */
        CHANNELS,
        /** {@link SocketFactoryContract}. */
        SOCKETS
    }

    enum Visible {
        /** With every provider. */
        ALWAYS,
        /** Only with a provider that has Fast Open: what is broken is something the others do not have. */
        WITH_FAST_OPEN
    }

    static Mutant channel(String name, String killer, UnaryOperator<FastOpenSockets> mutation) {
        return new Mutant(name, Suite.CHANNELS, killer, Visible.ALWAYS, mutation, ForwardingSockets::new);
    }

    static Mutant socket(String name, String killer, UnaryOperator<FastOpenSockets> mutation) {
        return new Mutant(name, Suite.SOCKETS, killer, Visible.ALWAYS, mutation, ForwardingSockets::new);
    }

    /** The same where only Fast Open shows it. */
    Mutant withFastOpen() {
        return new Mutant(name, suite, killer, Visible.WITH_FAST_OPEN, mutation, control);
    }

    /** The same beside another control. */
    Mutant unlike(UnaryOperator<FastOpenSockets> right) {
        return new Mutant(name, suite, killer, visible, mutation, right);
    }
}
