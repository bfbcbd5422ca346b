package tfo.testkit.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.StandardProtocolFamily;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.platform.launcher.listeners.TestExecutionSummary;
import tfo.api.socket.FastOpenSockets;
import tfo.api.tls.TlsService;

/**
 * Tests the tests: of a number of TLS providers that are wrong in one thing each, every one is noticed by the test that is named
 * for that thing; and the same test passes when the wrong is taken out again.
 */
public abstract class TlsMutantsContract {

    /** For the provider's suite. */
    protected TlsMutantsContract() {}

    /** The provider to make mutants of; the same object at every call. */
    protected abstract TlsService service();

    /** The provider of sockets under it, without Fast Open; the same object at every call. */
    protected abstract FastOpenSockets sockets();

    @TestFactory
    Stream<DynamicTest> everyMutantIsNoticedByTheTestOfItsRule() {
        return TlsMutants.all()
                .filter(mutant -> mutant.showsIn(service()))
                .map(mutant -> DynamicTest.dynamicTest(mutant.name(), () -> assertNoticed(mutant)));
    }

    private void assertNoticed(TlsMutant mutant) {
        TestExecutionSummary verdict = TlsTrial.of(subject(mutant.of(service())), mutant.killer());

        assertTrue(verdict.getTestsFoundCount() > 0, () -> "no test " + mutant.killer() + " " + failures(verdict));
        assertTrue(verdict.getTotalFailureCount() > 0, () -> mutant.killer() + " does not notice: " + mutant.name());
        assertRightIsAcquitted(mutant);
    }

    private void assertRightIsAcquitted(TlsMutant mutant) {
        TestExecutionSummary verdict = TlsTrial.of(subject(TlsMutant.control(service())), mutant.killer());

        assertEquals(0, verdict.getTotalFailureCount(), () -> "without the mutation: " + failures(verdict));
        assertTrue(verdict.getTestsSucceededCount() > 0);
    }

    private SecureSubject subject(TlsService accused) {
        return new SecureSubject(accused, sockets(), false, StandardProtocolFamily.INET);
    }

    private static String failures(TestExecutionSummary verdict) {
        return verdict.getFailures().stream()
                .map(failure -> failure.getTestIdentifier().getDisplayName() + ": " + failure.getException())
                .collect(Collectors.joining("\n"));
    }
}
