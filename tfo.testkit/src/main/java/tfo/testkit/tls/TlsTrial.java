package tfo.testkit.tls;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.net.ProtocolFamily;
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
import tfo.api.tls.TlsService;

/** Runs one test of the contract against a provider, by a JUnit within JUnit. */
final class TlsTrial {
    // The accused of the trial that is on; JUnit makes the suite itself and cannot be told.
    private static @Nullable SecureSubject accused;

    private TlsTrial() {}

    /** What came of it. Only one trial is on at a time. */
    static synchronized TestExecutionSummary of(SecureSubject subject, String test) {
        accused = subject;
        try {
            SummaryGeneratingListener summary = new SummaryGeneratingListener();
            LauncherFactory.create(quiet()).execute(request(test), summary);
            return summary.getSummary();
        } finally {
            accused = null;
        }
    }

    private static LauncherDiscoveryRequest request(String test) {
        return LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(Suite.class))
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
