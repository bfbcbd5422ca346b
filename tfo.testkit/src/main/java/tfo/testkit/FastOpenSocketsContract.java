package tfo.testkit;

import org.junit.jupiter.api.Nested;
import tfo.api.socket.FastOpenSockets;

/**
 * Everything {@link FastOpenSockets} promises about channels. A provider's test extends it, says who the provider is and whether
 * it has Fast Open, and runs inside a private network namespace (see {@link tfo.lab.PrivateNamespace}).
 */
public abstract class FastOpenSocketsContract {

    /** For the provider's suite. */
    protected FastOpenSocketsContract() {}

    /** The provider under test; the same object at every call. */
    protected abstract FastOpenSockets sockets();

    /**
     * Whether the provider puts data into the SYN. If not, every promise about packets is asserted the other way round: none in
     * the SYN, and a report that says so.
     */
    protected abstract boolean fastOpen();

    private Subject subject() {
        return new Subject(sockets(), fastOpen(), new ChannelDialler(sockets()));
    }

    @Nested
    class Refusals extends RefusalContract {
        @Override
        Subject subject() {
            return FastOpenSocketsContract.this.subject();
        }
    }

    @Nested
    class Arrivals extends ArrivalContract {
        @Override
        Subject subject() {
            return FastOpenSocketsContract.this.subject();
        }
    }

    @Nested
    class Traffic extends TrafficContract {
        @Override
        Subject subject() {
            return FastOpenSocketsContract.this.subject();
        }
    }

    @Nested
    class OwnDescriptors extends DescriptorContract {
        @Override
        Subject subject() {
            return FastOpenSocketsContract.this.subject();
        }
    }

    @Nested
    class Addressing extends AddressContract {
        @Override
        Subject subject() {
            return FastOpenSocketsContract.this.subject();
        }
    }

    @Nested
    class Syns extends SynContract {
        @Override
        Subject subject() {
            return FastOpenSocketsContract.this.subject();
        }
    }

    @Nested
    class Policies extends PolicyContract {
        @Override
        Subject subject() {
            return FastOpenSocketsContract.this.subject();
        }
    }

    @Nested
    class Pendings extends PendingContract {
        @Override
        Subject subject() {
            return FastOpenSocketsContract.this.subject();
        }
    }

    @Nested
    class Listeners extends ListenerContract {
        @Override
        Subject subject() {
            return FastOpenSocketsContract.this.subject();
        }
    }

    @Nested
    class Connects extends ConnectContract {
        @Override
        Subject subject() {
            return FastOpenSocketsContract.this.subject();
        }
    }

    @Nested
    class Options extends OptionContract {
        @Override
        Subject subject() {
            return FastOpenSocketsContract.this.subject();
        }
    }

    @Nested
    class ChannelOptions extends ChannelOptionContract {
        @Override
        Subject subject() {
            return FastOpenSocketsContract.this.subject();
        }
    }

    @Nested
    class KernelViews extends KernelViewContract {
        @Override
        Subject subject() {
            return FastOpenSocketsContract.this.subject();
        }
    }

    @Nested
    class Counters extends CounterContract {
        @Override
        Subject subject() {
            return FastOpenSocketsContract.this.subject();
        }
    }

    @Nested
    class Histories extends HistoryContract {
        @Override
        Subject subject() {
            return FastOpenSocketsContract.this.subject();
        }
    }

    @Nested
    class KeyRings extends KeyRingContract {
        @Override
        Subject subject() {
            return FastOpenSocketsContract.this.subject();
        }
    }

    @Nested
    class Balancers extends BalancerContract {
        @Override
        Subject subject() {
            return FastOpenSocketsContract.this.subject();
        }
    }

    @Nested
    class Arming extends ArmContract {
        @Override
        Subject subject() {
            return FastOpenSocketsContract.this.subject();
        }
    }

    @Nested
    class Paths extends PathContract {
        @Override
        Subject subject() {
            return FastOpenSocketsContract.this.subject();
        }
    }

    @Nested
    class Queues extends QueueContract {
        @Override
        Subject subject() {
            return FastOpenSocketsContract.this.subject();
        }
    }

    @Nested
    class QueueCounts extends QueueCountContract {
        @Override
        Subject subject() {
            return FastOpenSocketsContract.this.subject();
        }
    }

    @Nested
    class Peeks extends PeekContract {
        @Override
        Subject subject() {
            return FastOpenSocketsContract.this.subject();
        }
    }

    @Nested
    class Transfers extends TransferContract {
        @Override
        Subject subject() {
            return FastOpenSocketsContract.this.subject();
        }
    }

    @Nested
    class Marks extends MarkContract {
        @Override
        Subject subject() {
            return FastOpenSocketsContract.this.subject();
        }
    }

    @Nested
    class Urgents extends UrgentContract {
        @Override
        Subject subject() {
            return FastOpenSocketsContract.this.subject();
        }
    }

    @Nested
    class Errors extends ErrorContract {
        @Override
        Subject subject() {
            return FastOpenSocketsContract.this.subject();
        }
    }

    @Nested
    class PendingErrors extends ErrorContract {
        @Override
        Subject subject() {
            return FastOpenSocketsContract.this.subject().dialledBy(PendingDialler::new);
        }
    }

    @Nested
    class AsynchronousOptions extends AsynchronousOptionContract {
        @Override
        Subject subject() {
            return FastOpenSocketsContract.this.subject();
        }
    }

    @Nested
    class ListenErrors extends ListenErrorContract {
        @Override
        Subject subject() {
            return FastOpenSocketsContract.this.subject();
        }
    }

    @Nested
    class Breaks extends BreakContract {
        @Override
        Subject subject() {
            return FastOpenSocketsContract.this.subject();
        }
    }

    @Nested
    class Virtual extends VirtualThreadContract {
        @Override
        Subject subject() {
            return FastOpenSocketsContract.this.subject();
        }
    }
}
