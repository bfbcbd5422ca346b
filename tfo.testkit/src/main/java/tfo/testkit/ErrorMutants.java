package tfo.testkit;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import tfo.api.socket.ConnectRequest;
import tfo.api.socket.FastOpenConnection;
import tfo.api.socket.FastOpenListener;
import tfo.api.socket.FastOpenPolicy;
import tfo.api.socket.ListenRequest;
import tfo.api.socket.PendingConnection;

/** Providers that fail with another exception than the error's, or keep to themselves which error it was. */
final class ErrorMutants {
    private static final String ANSWER = "whatAFirewallAnswersIsTheExceptionOfItsErrno";
    private static final String ROUTE = "aRouteOfThisTypeIsTheErrorOfIpRoute";
    private static final String SILENCE = "aPeerThatNeverAnswersIsEtimedout";

    private ErrorMutants() {}

    static Stream<Mutant> all() {
        return Stream.of(byChannel(), byPending(), bySocket(), Stream.of(insisting()))
                .flatMap(mutants -> mutants);
    }

    private static Stream<Mutant> byChannel() {
        return Stream.of(
                channel("throws a plain IOException for a route", ROUTE, ErrorMutants::plain),
                channel("does not name the errno of a route", ROUTE, ErrorMutants::nameless),
                channel(
                        "names another errno",
                        "aClosedPortIsEconnrefused",
                        e -> same(e, text(e).replace("ECONNREFUSED", "ECONNRESET"))),
                channel("adds its own opinion", "aClosedPortIsEconnrefused", e -> same(e, text(e) + "!")),
                channel("does not name the peer of a route", ROUTE, ErrorMutants::peerless),
                channel(
                        "takes an unreachable host for a refusal",
                        ROUTE,
                        e -> e instanceof NoRouteToHostException ? new ConnectException(e.getMessage()) : e),
                channel(
                        "takes an unreachable network for any other trouble",
                        ANSWER,
                        e -> e instanceof ConnectException && text(e).contains("ENETUNREACH")
                                ? new SocketException(e.getMessage())
                                : e),
                channel(
                        "takes what is prohibited for any other trouble",
                        ROUTE,
                        e -> e instanceof BindException ? new SocketException(e.getMessage()) : e),
                channel("throws a ConnectException if the kernel gives up", SILENCE, ErrorMutants::refused),
                channel(
                        "takes a local address for the peer's",
                        "aLocalAddressThatIsTakenIsEaddrinuse",
                        e -> same(e, text(e).replace("bind", "connect"))),
                channel("says nothing of ports", "withoutAPortThatIsFreeItIsEaddrnotavail", ErrorMutants::plain),
                Mutant.channel(
                        "does not name the errno of a listener",
                        "anAddressThatIsTakenIsEaddrinuse",
                        real -> new ForwardingSockets(real) {
                            @Override
                            public FastOpenListener listen(ListenRequest request) throws IOException {
                                return renamed(ErrorMutants::nameless, () -> super.listen(request));
                            }
                        }));
    }

    private static Stream<Mutant> byPending() {
        return Stream.of(
                pending("throws a plain IOException from start", ROUTE, ErrorMutants::plain),
                pending("does not name the errno in start", ROUTE, ErrorMutants::nameless),
                pending("finishes with a ConnectException if the kernel gives up", SILENCE, ErrorMutants::refused));
    }

    private static Stream<Mutant> bySocket() {
        return Stream.of(
                socket("has a socket throw a plain IOException", ROUTE, ErrorMutants::plain),
                socket("has a socket say nothing", ROUTE, e -> same(e, "failed")),
                socket(
                        "has a socket throw a SocketException for every error",
                        ROUTE,
                        e -> new SocketException(e.getMessage())),
                socket("has a socket not name the errno", ROUTE, ErrorMutants::nameless)
                        .withFastOpen(),
                socket("has a socket not name the peer", ROUTE, ErrorMutants::peerless)
                        .withFastOpen());
    }

    private static Mutant insisting() {
        return Mutant.channel(
                        "gives up where Fast Open alone is rejected",
                        "whatRejectsFastOpenAloneDoesNotKeepTheConnectionFromBeingMade",
                        ConnectMutants.asking(request -> request.policy(FastOpenPolicy.REQUIRE)))
                .withFastOpen();
    }

    private static Mutant channel(String name, String killer, UnaryOperator<IOException> change) {
        return Mutant.channel(name, killer, ConnectMutants.failing(change));
    }

    private static Mutant pending(String name, String killer, UnaryOperator<IOException> change) {
        return Mutant.channel(name, killer, real -> new ForwardingSockets(real) {
            @Override
            public PendingConnection start(ConnectRequest request) throws IOException {
                PendingConnection started = renamed(change, () -> super.start(request));
                return new ForwardingPending(started) {
                    @Override
                    public Optional<FastOpenConnection> finish() throws IOException {
                        return renamed(change, super::finish);
                    }
                };
            }
        });
    }

    private static Mutant socket(String name, String killer, UnaryOperator<IOException> change) {
        return Mutant.socket(name, killer, real -> new ForwardingSockets(real) {
            @Override
            ForwardingSocket wrap(Socket socket) {
                return new ForwardingSocket(socket) {
                    @Override
                    public void connect(SocketAddress endpoint, int timeout) throws IOException {
                        renamed(change, () -> {
                            super.connect(endpoint, timeout);
                            return this;
                        });
                    }
                };
            }
        });
    }

    private static <T> T renamed(UnaryOperator<IOException> change, Work<T> work) throws IOException {
        try {
            return work.done();
        } catch (IOException e) {
            throw change.apply(e);
        }
    }

    private interface Work<T> {
        T done() throws IOException;
    }

    private static IOException plain(IOException e) {
        return new IOException(e.getMessage());
    }

    private static IOException nameless(IOException e) {
        return same(e, text(e).replaceAll(" \\(E\\w+\\)", ""));
    }

    private static IOException peerless(IOException e) {
        return same(e, text(e).replaceAll(".*: ", ""));
    }

    private static IOException refused(IOException e) {
        return new ConnectException(e.getMessage());
    }

    private static String text(IOException e) {
        return String.valueOf(e.getMessage());
    }

    /** An exception of the same type with another message. */
    private static IOException same(IOException e, String message) {
        try {
            return e.getClass().getConstructor(String.class).newInstance(message);
        } catch (ReflectiveOperationException impossible) {
            throw new LinkageError(e.getClass() + " has no constructor for a message", impossible);
        }
    }
}
