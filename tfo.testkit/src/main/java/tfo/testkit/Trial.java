package tfo.testkit;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.FilterResult;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.PostDiscoveryFilter;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;
import tfo.api.socket.FastOpenSockets;

/** Runs one test of the contracts against a provider, by a JUnit within JUnit. */
final class Trial {
    // The accused of the trial that is on; JUnit makes the suites itself and cannot be told.
    private static @Nullable FastOpenSockets accused;
    private static boolean fastOpen;

    private Trial() {}

    /** What came of it. Only one trial is on at a time. */
    static synchronized TestExecutionSummary of(
            FastOpenSockets sockets, boolean hasFastOpen, Mutant.Suite suite, String test) {
        accused = sockets;
        fastOpen = hasFastOpen;
        try {
            SummaryGeneratingListener summary = new SummaryGeneratingListener();
            LauncherFactory.create(quiet()).execute(request(suite, test), summary);
            return summary.getSummary();
        } finally {
            accused = null;
        }
    }

    private static LauncherDiscoveryRequest request(Mutant.Suite suite, String test) {
        return LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(suite == Mutant.Suite.CHANNELS ? Channels.class : Sockets.class))
                .filters((PostDiscoveryFilter) descriptor -> FilterResult.includedIf(mayBe(descriptor, test)))
                .build();
    }

    private static boolean mayBe(TestDescriptor descriptor, String test) {
        return descriptor
                .getSource()
                .filter(MethodSource.class::isInstance)
                .map(source -> ((MethodSource) source).getMethodName().equals(test))
                .orElse(true);
    }

    // The listeners of the outer run must not hear of the failures that are wanted here.
    private static LauncherConfig quiet() {
        return LauncherConfig.builder()
                .enableTestExecutionListenerAutoRegistration(false)
                .enableLauncherSessionListenerAutoRegistration(false)
                .enableLauncherDiscoveryListenerAutoRegistration(false)
                .build();
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
