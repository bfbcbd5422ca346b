package tfo.testkit.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.platform.launcher.listeners.TestExecutionSummary;
import tfo.api.tls.SessionStore;

/**
 * Tests the tests of {@link SessionStoreContract}: every store that is wrong in one thing is noticed by the test that is named for
 * that thing, and a right one passes it.
 */
public abstract class StoreMutantsContract {
    // JUnit makes the suite itself and cannot be told. Guarded by the class.
    private static Supplier<SessionStore> accused = StoreMutants.Right::new;

    /** For a suite. */
    protected StoreMutantsContract() {}

    @TestFactory
    Stream<DynamicTest> everyMutantIsNoticedByTheTestOfItsRule() {
        return StoreMutants.all().map(mutant -> DynamicTest.dynamicTest(mutant.name(), () -> assertNoticed(mutant)));
    }

    private static void assertNoticed(StoreMutants.Mutant mutant) {
        TestExecutionSummary wrong = trial(mutant.wrong(), mutant.killer());
        TestExecutionSummary right = trial(StoreMutants.Right::new, mutant.killer());

        assertEquals(1, wrong.getTestsFailedCount(), () -> mutant.killer() + " does not notice: " + mutant.name());
        assertEquals(1, right.getTestsSucceededCount(), () -> "without the mutation: " + right.getFailures());
        assertTrue(wrong.getFailures().stream().allMatch(failure -> failure.getException() instanceof AssertionError));
    }

    private static synchronized TestExecutionSummary trial(Supplier<SessionStore> store, String test) {
        accused = store;
        return StoreTrial.of(Suite.class, test);
    }

    static final class Suite extends SessionStoreContract {
        @Override
        protected SessionStore store() {
            return accused.get();
        }

        @Override
        protected int capacity() {
            return StoreMutants.CAPACITY;
        }
    }
}
