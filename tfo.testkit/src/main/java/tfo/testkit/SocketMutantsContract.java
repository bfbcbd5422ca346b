package tfo.testkit;

/** The mutants that {@link SocketFactoryContract} has to notice. */
public abstract non-sealed class SocketMutantsContract extends MutantsContract {

    /** For the provider's suite. */
    protected SocketMutantsContract() {
        super(Mutant.Suite.SOCKETS);
    }
}
