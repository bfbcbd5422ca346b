package tfo.testkit;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import tfo.api.socket.ConnectRequest;
import tfo.api.socket.FastOpenConnection;
import tfo.api.socket.FastOpenSockets;
import tfo.api.socket.PendingConnection;

/** Providers whose start waits, or whose pending connections are wrong. */
final class PendingMutants {
    private static final String UNDER_WAY = "aConnectionUnderWayIsNotAnError";

    /** Who waits does so for much longer than anything here takes to be answered. */
    private static final Duration LONG = Duration.ofSeconds(3);

    private PendingMutants() {}

    static Stream<Mutant> all() {
        return Stream.of(
                Mutant.channel(
                        "blocks in start",
                        "startReturnsAtOnceAndTheConnectionStandsARoundTripLater",
                        pending(PendingMutants::finished)),
                Mutant.channel("blocks in finish", UNDER_WAY, pending(FinishBlocks::new)),
                Mutant.channel("says that all was taken at once", UNDER_WAY, pending(TakenAtOnce::new)),
                Mutant.channel("waits for the wrong readiness", UNDER_WAY, pending(WaitsToRead::new)),
                Mutant.channel(
                        "closes what finish has handed over",
                        "closingAfterFinishLeavesTheConnectionAlone",
                        pending(ClosesTooMuch::new)),
                Mutant.channel(
                        "ignores the time-out in finish",
                        "aTimeOutIsLearnedAtFinish",
                        starting(request -> request.timeout(request.timeout().plus(Clock.TOO_LATE)))));
    }

    private static UnaryOperator<FastOpenSockets> starting(UnaryOperator<ConnectRequest> change) {
        return real -> new ForwardingSockets(real) {
            @Override
            public PendingConnection start(ConnectRequest request) throws IOException {
                return super.start(change.apply(request));
            }
        };
    }

    private interface Change {
        PendingConnection apply(PendingConnection pending) throws IOException;
    }

    private static UnaryOperator<FastOpenSockets> pending(Change change) {
        return real -> new ForwardingSockets(real) {
            @Override
            public PendingConnection start(ConnectRequest request) throws IOException {
                return change.apply(super.start(request));
            }
        };
    }

    private static PendingConnection finished(PendingConnection pending) throws IOException {
        FastOpenConnection connection = PendingContract.finish(pending, LONG);
        return new ForwardingPending(pending) {
            @Override
            public int interestOps() {
                return SelectionKey.OP_WRITE;
            }

            @Override
            public Optional<FastOpenConnection> finish() {
                return Optional.of(connection);
            }
        };
    }

    private static final class FinishBlocks extends ForwardingPending {
        FinishBlocks(PendingConnection real) {
            super(real);
        }

        @Override
        public Optional<FastOpenConnection> finish() throws IOException {
            return Optional.of(PendingContract.finish(real, LONG));
        }
    }

    private static final class TakenAtOnce extends ForwardingPending {
        TakenAtOnce(PendingConnection real) {
            super(real);
        }

        @Override
        public int taken() {
            return DiallerContract.FLIGHT;
        }
    }

    private static final class WaitsToRead extends ForwardingPending {
        WaitsToRead(PendingConnection real) {
            super(real);
        }

        @Override
        public int interestOps() {
            return SelectionKey.OP_READ;
        }
    }

    private static final class ClosesTooMuch extends ForwardingPending {
        ClosesTooMuch(PendingConnection real) {
            super(real);
        }

        @Override
        public void close() throws IOException {
            channel().close();
        }
    }
}
