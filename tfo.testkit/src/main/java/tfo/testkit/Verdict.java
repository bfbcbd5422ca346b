package tfo.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.List;
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
import org.junit.platform.launcher.listeners.TestExecutionSummary.Failure;

/**
 * What one test of a suite says about an accused, found by a JUnit within JUnit.
 *
 * @param test the name of its method
 * @param summary what came of it
 */
public record Verdict(String test, TestExecutionSummary summary) {

    /** Runs that test of this suite, or of those nested in it, with every argument that it takes. */
    public static Verdict of(Class<?> suite, String test) {
        SummaryGeneratingListener summary = new SummaryGeneratingListener();
        LauncherFactory.create(quiet()).execute(request(suite, test), summary);
        return new Verdict(test, summary.getSummary());
    }

    private static LauncherDiscoveryRequest request(Class<?> suite, String test) {
        return LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(suite))
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

    /** Requires that the test exists, and failed. */
    public void assertNoticed(String wrong) {
        assertTrue(summary.getTestsFoundCount() > 0, () -> "no test " + test + " " + failures());
        assertTrue(summary.getTotalFailureCount() > 0, () -> test + " does not notice: " + wrong);
    }

    /** Requires that it ran, and did not fail. */
    public void assertAcquitted() {
        assertEquals(0, summary.getTotalFailureCount(), () -> test + " without the mutation: " + failures());
        assertTrue(summary.getTestsSucceededCount() > 0, () -> test + " did not run");
    }

    private List<String> failures() {
        return summary.getFailures().stream().map(Verdict::words).toList();
    }

    private static String words(Failure failure) {
        return failure.getTestIdentifier().getDisplayName() + ": " + failure.getException();
    }
}
