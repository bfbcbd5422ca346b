package tfo.testkit;

import org.junit.jupiter.api.Nested;
import tfo.api.socket.FastOpenSockets;

/**
 * Everything the sockets of {@link FastOpenSockets#socketFactory} promise. A provider's test extends it, says who the provider is and whether
 * it has Fast Open, and runs inside a private network namespace (see {@link tfo.lab.PrivateNamespace}).
 */
public abstract class SocketFactoryContract {

    /** For the provider's suite. */
    protected SocketFactoryContract() {}

    /** The provider under test; the same object at every call. */
    protected abstract FastOpenSockets sockets();

    /**
     * Whether the provider puts data into the SYN. If not, every promise about packets is asserted the other way round: none in
     * the SYN, and a report that says so.
     */
    protected abstract boolean fastOpen();

    private Subject subject() {
        return new Subject(sockets(), fastOpen(), new SocketDialler(sockets()));
    }

    @Nested
    class Refusals extends RefusalContract {
        @Override
        Subject subject() {
            return SocketFactoryContract.this.subject();
        }
    }

    @Nested
    class Arrivals extends ArrivalContract {
        @Override
        Subject subject() {
            return SocketFactoryContract.this.subject();
        }
    }

    @Nested
    class Traffic extends TrafficContract {
        @Override
        Subject subject() {
            return SocketFactoryContract.this.subject();
        }
    }

    @Nested
    class OwnDescriptors extends DescriptorContract {
        @Override
        Subject subject() {
            return SocketFactoryContract.this.subject();
        }
    }

    @Nested
    class Addressing extends AddressContract {
        @Override
        Subject subject() {
            return SocketFactoryContract.this.subject();
        }
    }

    @Nested
    class Syns extends SynContract {
        @Override
        Subject subject() {
            return SocketFactoryContract.this.subject();
        }
    }

    @Nested
    class Sockets extends SocketContract {
        @Override
        Subject subject() {
            return SocketFactoryContract.this.subject();
        }
    }

    @Nested
    class Options extends SocketOptionContract {
        @Override
        Subject subject() {
            return SocketFactoryContract.this.subject();
        }
    }

    @Nested
    class Queues extends SocketQueueContract {
        @Override
        Subject subject() {
            return SocketFactoryContract.this.subject();
        }
    }

    @Nested
    class SynReleases extends SynReleaseContract {
        @Override
        Subject subject() {
            return SocketFactoryContract.this.subject();
        }
    }

    @Nested
    class Paths extends PathContract {
        @Override
        Subject subject() {
            return SocketFactoryContract.this.subject();
        }
    }

    @Nested
    class Errors extends ErrorContract {
        @Override
        Subject subject() {
            return SocketFactoryContract.this.subject();
        }
    }

    @Nested
    class Breaks extends BreakContract {
        @Override
        Subject subject() {
            return SocketFactoryContract.this.subject();
        }
    }

    @Nested
    class Virtual extends VirtualThreadContract {
        @Override
        Subject subject() {
            return SocketFactoryContract.this.subject();
        }
    }
}
