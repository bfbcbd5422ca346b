package tfo.testkit;

import java.util.stream.Stream;

/** All of them. */
final class Mutants {
    private Mutants() {}

    static Stream<Mutant> all() {
        return Stream.of(
                        ConnectMutants.all(),
                        FlightMutants.all(),
                        ReportMutants.all(),
                        PendingMutants.all(),
                        ListenerMutants.all(),
                        OptionMutants.all(),
                        KernelViewMutants.all(),
                        SocketMutants.all(),
                        SocketQueueMutants.all(),
                        SynReleaseMutants.all(),
                        QueueMutants.all(),
                        ErrorMutants.all())
                .flatMap(mutants -> mutants);
    }
}
