package tfo.testkit;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tfo.api.socket.FastOpenSockets;

/** Runs one test of the contracts against a provider. */
final class Trial {
    // The accused of the trial that is on; JUnit makes the suites itself and cannot be told.
    private static @Nullable FastOpenSockets accused;
    private static boolean fastOpen;

    private Trial() {}

    /** What came of it. Only one trial is on at a time. */
    static synchronized Verdict of(FastOpenSockets sockets, boolean hasFastOpen, Mutant.Suite suite, String test) {
        accused = sockets;
        fastOpen = hasFastOpen;
        try {
            return Verdict.of(suite == Mutant.Suite.CHANNELS ? Channels.class : Sockets.class, test);
        } finally {
            accused = null;
        }
    }

    private static FastOpenSockets accused() {
        return Objects.requireNonNull(accused, "no trial is on");
    }

    static final class Channels extends FastOpenSocketsContract {
        @Override
        protected FastOpenSockets sockets() {
            return accused();
        }

        @Override
        protected boolean fastOpen() {
            return fastOpen;
        }
    }

    static final class Sockets extends SocketFactoryContract {
        @Override
        protected FastOpenSockets sockets() {
            return accused();
        }

        @Override
        protected boolean fastOpen() {
            return fastOpen;
        }
    }
}
