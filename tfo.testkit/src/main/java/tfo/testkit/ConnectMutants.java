package tfo.testkit;

import java.io.IOException;
import java.net.ConnectException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import tfo.api.socket.ConnectRequest;
import tfo.api.socket.FastOpenConnection;
import tfo.api.socket.FastOpenSockets;
import tfo.testkit.peer.Addresses;

/** Providers whose connect is wrong: its time-out, its addresses, its options, or the way it fails. */
final class ConnectMutants {
    private ConnectMutants() {}

    static Stream<Mutant> all() {
        return Stream.of(
                Mutant.channel(
                        "ignores the time-out (gives up long after it)",
                        "aBlackHoleIsASocketTimeoutExceptionAtTheTimeOut",
                        asking(request -> request.timeout(request.timeout().plus(Clock.TOO_LATE)))),
                Mutant.channel(
                        "gives up early",
                        "aBlackHoleIsASocketTimeoutExceptionAtTheTimeOut",
                        asking(request -> request.timeout(
                                request.timeout().multipliedBy(4).dividedBy(5)))),
                Mutant.channel(
                        "rounds the time-out up to a tenth of a second",
                        "theTimeOutIsExact",
                        asking(request -> request.timeout(tenths(request.timeout())))),
                Mutant.channel(
                        "lets the time-out strike afterwards", "aConnectionOutlivesItsTimeOut", StrikesLate::new),
                Mutant.channel(
                        "ignores the local address", "theLocalAddressIsTheOneAskedFor", asking(Requests::notBound)),
                Mutant.channel(
                        "swallows the scope id",
                        "everyKindOfAddressIsConnectedToAndSpokenWithInTheSyn",
                        asking(ConnectMutants::withoutScope)),
                Mutant.channel("drops the options", "theOptionsOfTheRequestAreSet", asking(Requests::withoutOptions)),
                Mutant.channel("reports a refusal late", "aClosedPortIsAConnectException", RefusesLate::new),
                Mutant.channel(
                        "does not map a refusal to ConnectException",
                        "aClosedPortIsAConnectException",
                        failing(e -> e instanceof ConnectException ? new SocketException(e.getMessage()) : e)),
                Mutant.channel(
                        "does not map a time-out to SocketTimeoutException",
                        "aBlackHoleIsASocketTimeoutExceptionAtTheTimeOut",
                        failing(e -> e instanceof SocketTimeoutException ? new IOException(e.getMessage()) : e)),
                Mutant.channel(
                        "takes an unknown host for any other trouble",
                        "anUnresolvedAddressIsAnUnknownHostException",
                        failing(e -> e instanceof UnknownHostException ? new SocketException(e.getMessage()) : e)),
                Mutant.channel(
                        "keeps the peer's name to itself",
                        "aRefusalNamesOperationAndPeer",
                        failing(e -> e instanceof ConnectException ? new ConnectException("Connection refused") : e)),
                Mutant.channel(
                        "leaks a descriptor when a connect fails",
                        "threeThousandRefusedConnectsLeaveNoDescriptors",
                        Leaks::new),
                Mutant.channel(
                        "connects one at a time", "aCrowdThatConnectsToABlackHoleTimesOutTogether", OneAtATime::new));
    }

    /** Hands on another request than it was given. */
    static UnaryOperator<FastOpenSockets> asking(UnaryOperator<ConnectRequest> change) {
        return real -> new ForwardingSockets(real) {
            @Override
            public FastOpenConnection connect(ConnectRequest request) throws IOException {
                return super.connect(change.apply(request));
            }
        };
    }

    /** Fails with another exception than it would. */
    static UnaryOperator<FastOpenSockets> failing(UnaryOperator<IOException> change) {
        return real -> new ForwardingSockets(real) {
            @Override
            public FastOpenConnection connect(ConnectRequest request) throws IOException {
                try {
                    return super.connect(request);
                } catch (IOException e) {
                    throw change.apply(e);
                }
            }
        };
    }

    private static Duration tenths(Duration timeout) {
        return Duration.ofMillis((timeout.toMillis() + 99) / 100 * 100);
    }

    private static ConnectRequest withoutScope(ConnectRequest request) {
        InetSocketAddress remote = request.remote();
        if (!(remote.getAddress() instanceof Inet6Address scoped && scoped.getScopeId() != 0)) {
            return request;
        }
        String text = scoped.getHostAddress();
        InetAddress unscoped = Addresses.literal(text.substring(0, text.indexOf('%')));
        return Requests.toAnother(request, new InetSocketAddress(unscoped, remote.getPort()));
    }

    private static final class StrikesLate extends ForwardingSockets {
        StrikesLate(FastOpenSockets real) {
            super(real);
        }

        @Override
        public FastOpenConnection connect(ConnectRequest request) throws IOException {
            FastOpenConnection connection = super.connect(request);
            CompletableFuture.delayedExecutor(request.timeout().toMillis(), TimeUnit.MILLISECONDS)
                    .execute(() -> close(connection));
            return connection;
        }

        private static void close(FastOpenConnection connection) {
            try {
                connection.close();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
    }

    private static final class RefusesLate extends ForwardingSockets {
        RefusesLate(FastOpenSockets real) {
            super(real);
        }

        @Override
        public FastOpenConnection connect(ConnectRequest request) throws IOException {
            try {
                return super.connect(request);
            } catch (ConnectException e) {
                return new BareConnection(SocketChannel.open());
            }
        }
    }

    private static final class Leaks extends ForwardingSockets {
        private final List<SocketChannel> leaked = new ArrayList<>();
        private int failures;

        Leaks(FastOpenSockets real) {
            super(real);
        }

        @Override
        public FastOpenConnection connect(ConnectRequest request) throws IOException {
            try {
                return super.connect(request);
            } catch (IOException e) {
                // Once in a while will do, and leaves descriptors for the tests to come.
                if (++failures % 100 == 0) {
                    leaked.add(SocketChannel.open());
                }
                throw e;
            }
        }
    }

    private static final class OneAtATime extends ForwardingSockets {
        OneAtATime(FastOpenSockets real) {
            super(real);
        }

        @Override
        public synchronized FastOpenConnection connect(ConnectRequest request) throws IOException {
            return super.connect(request);
        }
    }
}
