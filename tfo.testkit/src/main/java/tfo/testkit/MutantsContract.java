package tfo.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.platform.launcher.listeners.TestExecutionSummary;
import tfo.api.socket.FastOpenSockets;

/**
 * Tests the tests: of a number of providers that are wrong in one thing each, every one is noticed by the test that is named for
 * that thing; and the same test passes when the wrong is taken out again.
 */
public abstract class MutantsContract {

    /** For the provider's suite. */
    protected MutantsContract() {}

    /** The provider to make mutants of; the same object at every call. */
    protected abstract FastOpenSockets sockets();

    /** Whether the provider puts data into the SYN. */
    protected abstract boolean fastOpen();

    @TestFactory
    Stream<DynamicTest> everyMutantIsNoticedByTheTestOfItsRule() {
        return Mutants.all()
                .filter(mutant -> fastOpen() || mutant.visible() == Mutant.Visible.ALWAYS)
                .map(mutant -> DynamicTest.dynamicTest(mutant.name(), () -> assertNoticed(mutant)));
    }

    private void assertNoticed(Mutant mutant) {
        FastOpenSockets wrong = mutant.mutation().apply(sockets());
        TestExecutionSummary verdict = Trial.of(wrong, fastOpen(), mutant.suite(), mutant.killer());

        sockets().forgetAvoidedPaths();

        assertTrue(verdict.getTestsFoundCount() > 0, () -> "no test " + mutant.killer() + " " + failures(verdict));
        assertTrue(verdict.getTotalFailureCount() > 0, () -> mutant.killer() + " does not notice: " + mutant.name());
        assertRightIsAcquitted(mutant);
    }

    private void assertRightIsAcquitted(Mutant mutant) {
        FastOpenSockets right = mutant.control().apply(sockets());
        TestExecutionSummary verdict = Trial.of(right, fastOpen(), mutant.suite(), mutant.killer());

        assertEquals(0, verdict.getTotalFailureCount(), () -> "without the mutation: " + failures(verdict));
        assertTrue(verdict.getTestsSucceededCount() > 0);
    }

    private static String failures(TestExecutionSummary verdict) {
        return verdict.getFailures().stream()
                .map(failure -> failure.getTestIdentifier().getDisplayName() + ": " + failure.getException())
                .collect(Collectors.joining("\n"));
    }
}
