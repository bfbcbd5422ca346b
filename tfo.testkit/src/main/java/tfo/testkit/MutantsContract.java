package tfo.testkit;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tfo.api.socket.FastOpenSockets;

/**
 * Tests the tests: of a number of providers that are wrong in one thing each, every one is noticed by the test that is named for
 * that thing; and the same test passes when the wrong is taken out again.
 */
public abstract sealed class MutantsContract permits ChannelMutantsContract, SocketMutantsContract {
    private final Mutant.Suite suite;

    MutantsContract(Mutant.Suite suite) {
        this.suite = suite;
    }

    /** The provider to make mutants of; the same object at every call. */
    protected abstract FastOpenSockets sockets();

    /** Whether the provider puts data into the SYN. */
    protected abstract boolean fastOpen();

    @TestFactory
    Stream<DynamicTest> everyMutantIsNoticedByTheTestOfItsRule() {
        return Mutants.all()
                .filter(mutant -> mutant.suite() == suite)
                .filter(mutant -> fastOpen() || mutant.visible() == Mutant.Visible.ALWAYS)
                .map(mutant -> DynamicTest.dynamicTest(mutant.name(), () -> assertNoticed(mutant)));
    }

    private void assertNoticed(Mutant mutant) {
        Verdict verdict = verdict(mutant.mutation().apply(sockets()), mutant);

        sockets().forgetAvoidedPaths();

        verdict.assertNoticed(mutant.name());
        verdict(mutant.control().apply(sockets()), mutant).assertAcquitted();
    }

    private Verdict verdict(FastOpenSockets accused, Mutant mutant) {
        return Trial.of(accused, fastOpen(), mutant.suite(), mutant.killer());
    }
}
