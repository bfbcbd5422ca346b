package tfo.testkit.tls;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** Runs one test of a suite, by a JUnit within JUnit. */
final class StoreTrial {
    private StoreTrial() {}

    static TestExecutionSummary of(Class<?> suite, String test) {
        SummaryGeneratingListener summary = new SummaryGeneratingListener();
        LauncherFactory.create(quiet())
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selectMethod(suite, test))
                                .build(),
                        summary);
        return summary.getSummary();
    }

    // The listeners of the outer run must not hear of the failures that are wanted here.
    private static LauncherConfig quiet() {
        return LauncherConfig.builder()
                .enableTestExecutionListenerAutoRegistration(false)
                .enableLauncherSessionListenerAutoRegistration(false)
                .enableLauncherDiscoveryListenerAutoRegistration(false)
                .build();
    }
}
