package tfo.testkit.tls;

import java.net.ProtocolFamily;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tfo.api.socket.FastOpenSockets;
import tfo.api.tls.TlsService;
import tfo.testkit.Verdict;

/** Runs one test of the contract against a provider. */
final class TlsTrial {
    // The accused of the trial that is on; JUnit makes the suite itself and cannot be told.
    private static @Nullable SecureSubject accused;

    private TlsTrial() {}

    /** What came of it. Only one trial is on at a time. */
    static synchronized Verdict of(SecureSubject subject, String test) {
        accused = subject;
        try {
            return Verdict.of(Suite.class, test);
        } finally {
            accused = null;
        }
    }

    private static SecureSubject accused() {
        return Objects.requireNonNull(accused, "no trial is on");
    }

    static final class Suite extends TlsServiceContract {
        @Override
        protected TlsService service() {
            return accused().service();
        }

        @Override
        protected FastOpenSockets sockets() {
            return accused().sockets();
        }

        @Override
        protected boolean fastOpen() {
            return accused().fastOpen();
        }

        @Override
        protected ProtocolFamily family() {
            return accused().family();
        }
    }
}
