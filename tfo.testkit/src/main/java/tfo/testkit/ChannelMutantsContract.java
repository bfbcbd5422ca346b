package tfo.testkit;

/** The mutants that {@link FastOpenSocketsContract} has to notice. */
public abstract non-sealed class ChannelMutantsContract extends MutantsContract {

    /** For the provider's suite. */
    protected ChannelMutantsContract() {
        super(Mutant.Suite.CHANNELS);
    }
}
