package tfo.testkit.tls;

import java.net.StandardProtocolFamily;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tfo.api.socket.FastOpenSockets;
import tfo.api.tls.TlsService;
import tfo.testkit.Verdict;

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
        verdict(mutant.of(service()), mutant).assertNoticed(mutant.name());
        verdict(TlsMutant.control(service()), mutant).assertAcquitted();
    }

    private Verdict verdict(TlsService accused, TlsMutant mutant) {
        return TlsTrial.of(new SecureSubject(accused, sockets(), false, StandardProtocolFamily.INET), mutant.killer());
    }
}
