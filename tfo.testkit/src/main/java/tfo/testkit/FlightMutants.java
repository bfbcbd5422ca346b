package tfo.testkit;

import static tfo.testkit.ConnectMutants.asking;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import tfo.api.socket.ConnectRequest;
import tfo.api.socket.FastOpenConnection;
import tfo.api.socket.FastOpenPolicy;
import tfo.api.socket.FastOpenSockets;

/** Providers that are wrong about the first flight, the policy, or the connection that they return. */
final class FlightMutants {
    private static final String ARRIVAL = "aFirstFlightOfAnySizeArrivesExactlyOnce";

    private FlightMutants() {}

    static Stream<Mutant> all() {
        return Stream.of(
                Mutant.channel("doubles the first flight", ARRIVAL, flying(FlightMutants::doubled)),
                Mutant.channel("loses the tail of the first flight", ARRIVAL, flying(FlightMutants::withoutTail)),
                Mutant.channel("mixes up the first flight", ARRIVAL, flying(FlightMutants::reversed)),
                Mutant.channel(
                        "returns before the connection stands",
                        "connectReturnsWhenTheSynAckIsThereAndNoEarlier",
                        ReturnsEarly::new),
                Mutant.channel(
                        "ignores policy OFF", "policyOffNeitherSendsNorAsksForACookie", ignoring(FastOpenPolicy.OFF)),
                Mutant.channel(
                        "ignores policy REQUIRE",
                        "requiredFastOpenAtFirstContactFailsWithoutSendingTheFlight",
                        ignoring(FastOpenPolicy.REQUIRE)),
                Mutant.channel("throws at the second close", "closingTwiceIsHarmless", returning(ClosesOnce::new)),
                Mutant.channel(
                        "does not close",
                        "closingTheConnectionClosesTheChannelAndTheOtherWayRound",
                        returning(Open::new)));
    }

    private static UnaryOperator<FastOpenSockets> flying(UnaryOperator<ByteBuffer> change) {
        return asking(request -> request.firstFlight(change.apply(request.firstFlight())));
    }

    private static ByteBuffer doubled(ByteBuffer flight) {
        ByteBuffer twice = ByteBuffer.allocate(2 * flight.remaining());
        return twice.put(flight.duplicate()).put(flight).flip();
    }

    private static ByteBuffer withoutTail(ByteBuffer flight) {
        return flight.limit(Math.max(0, flight.limit() - 1));
    }

    private static ByteBuffer reversed(ByteBuffer flight) {
        ByteBuffer reversed = ByteBuffer.allocate(flight.remaining());
        for (int i = flight.limit() - 1; i >= flight.position(); i--) {
            reversed.put(flight.get(i));
        }
        return reversed.flip();
    }

    private static UnaryOperator<FastOpenSockets> ignoring(FastOpenPolicy policy) {
        return asking(request -> request.policy() == policy ? request.policy(FastOpenPolicy.PREFER) : request);
    }

    /** Returns another connection than it was given. */
    static UnaryOperator<FastOpenSockets> returning(UnaryOperator<FastOpenConnection> change) {
        return real -> new ForwardingSockets(real) {
            @Override
            public FastOpenConnection connect(ConnectRequest request) throws IOException {
                return change.apply(super.connect(request));
            }
        };
    }

    private static final class ReturnsEarly extends ForwardingSockets {
        ReturnsEarly(FastOpenSockets real) {
            super(real);
        }

        @Override
        public FastOpenConnection connect(ConnectRequest request) throws IOException {
            return new BareConnection(real.start(request).channel());
        }
    }

    private static final class ClosesOnce extends ForwardingConnection {
        ClosesOnce(FastOpenConnection real) {
            super(real);
        }

        @Override
        public void close() throws IOException {
            if (!channel().isOpen()) {
                throw new IOException("closed already");
            }
            super.close();
        }
    }

    private static final class Open extends ForwardingConnection {
        Open(FastOpenConnection real) {
            super(real);
        }

        @Override
        public void close() {
            // That is what is wrong with it.
        }
    }
}
