package tfo.testkit.tls;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tfo.api.tls.SessionStore;
import tfo.testkit.Verdict;

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
        Verdict wrong = trial(mutant.wrong(), mutant.killer());

        wrong.assertNoticed(mutant.name());
        assertTrue(wrong.summary().getFailures().stream()
                .allMatch(failure -> failure.getException() instanceof AssertionError));
        trial(StoreMutants.Right::new, mutant.killer()).assertAcquitted();
    }

    private static synchronized Verdict trial(Supplier<SessionStore> store, String test) {
        accused = store;
        return Verdict.of(Suite.class, test);
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
