package tfo.testkit;

import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tfo.api.socket.ConnectRequest;
import tfo.api.socket.FastOpenListener;
import tfo.api.socket.ListenRequest;
import tfo.api.socket.PendingConnection;
import tfo.testkit.peer.Addresses;
import tfo.testkit.peer.FullBacklog;

/** The errors of tcp(7) and ip(7), as the kernel of this machine returns them: type, operation, peer and name of each. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class ErrorContract extends ProviderContract {
    private static final Path SYN_RETRIES = Path.of("/proc/sys/net/ipv4/tcp_syn_retries");
    private static final InetAddress FOREIGN = Addresses.of(203, 0, 113, 77);

    enum Way {
        /** {@code connect}. */
        CONNECT,
        /** {@code start} and {@code finish}. */
        START
    }

    private void connect(Way way, ConnectRequest request) throws IOException {
        if (way == Way.CONNECT) {
            sockets().connect(request).close();
            return;
        }
        try (PendingConnection pending = sockets().start(request)) {
            while (pending.finish().isEmpty()) {
                LockSupport.parkNanos(1_000_000);
            }
        }
    }

    private void assertFails(Way way, InetSocketAddress peer, Class<? extends IOException> type, String errno) {
        var thrown = assertThrows(IOException.class, () -> connect(way, DiallerContract.request(peer)));

        assertSame(type, thrown.getClass(), thrown::toString);
        Messages.assertMentions("connect " + peer.getAddress().getHostAddress() + ":" + peer.getPort(), thrown);
        Messages.assertMentions("(" + errno + ")", thrown);
    }

    /** A port of an address to which the kernel has a route of this type, see ip-route(8). */
    private static InetSocketAddress routed(String type, int host) throws IOException, InterruptedException {
        InetAddress address = Addresses.of(198, 51, 100, host);
        PrivateNetwork.ip("route", "replace", type, address.getHostAddress());
        return new InetSocketAddress(address, 80);
    }

    @ParameterizedTest
    @EnumSource
    void econnrefusedIsAConnectException(Way way) throws IOException {
        assertFails(way, Addresses.refusing(Addresses.fresh()), ConnectException.class, "ECONNREFUSED");
    }

    @ParameterizedTest
    @EnumSource
    void ehostunreachIsANoRouteToHostException(Way way) throws Exception {
        assertFails(way, routed("unreachable", 41), NoRouteToHostException.class, "EHOSTUNREACH");
    }

    @ParameterizedTest
    @EnumSource
    void enetunreachIsAConnectException(Way way) throws Exception {
        assertFails(way, routed("throw", 42), ConnectException.class, "ENETUNREACH");
    }

    @ParameterizedTest
    @EnumSource
    void eaccesIsABindException(Way way) throws Exception {
        assertFails(way, routed("prohibit", 43), BindException.class, "EACCES");
    }

    @ParameterizedTest
    @EnumSource
    void einvalIsASocketException(Way way) throws Exception {
        assertFails(way, routed("blackhole", 44), SocketException.class, "EINVAL");
    }

    @ParameterizedTest
    @EnumSource
    void etimedoutIsASocketTimeoutException(Way way) throws Exception {
        String before = Files.readAllLines(SYN_RETRIES).get(0);
        Files.writeString(SYN_RETRIES, "1");
        try (FullBacklog hole = FullBacklog.on(Addresses.fresh())) {
            ConnectRequest request = ConnectRequest.to(hole.address());

            var thrown = assertThrows(SocketTimeoutException.class, () -> connect(way, request));

            Messages.assertMentions("ETIMEDOUT", thrown);
            Messages.assertMentions("connect " + hole.address().getAddress().getHostAddress(), thrown);
        } finally {
            Files.writeString(SYN_RETRIES, before);
        }
    }

    @ParameterizedTest
    @EnumSource
    void eaddrnotavailIsABindException(Way way) throws IOException {
        ConnectRequest request =
                DiallerContract.request(Addresses.refusing(Addresses.fresh())).local(new InetSocketAddress(FOREIGN, 0));

        Messages.assertMentions("EADDRNOTAVAIL", assertThrows(BindException.class, () -> connect(way, request)));
    }

    @Test
    void eaddrinuseAndEaddrnotavailOfAListenerAreBindExceptions() throws IOException {
        try (FastOpenListener first = sockets().listen(ListenRequest.on(new InetSocketAddress(Addresses.fresh(), 0)))) {
            InetSocketAddress taken = first.localAddress();

            var used = assertThrows(BindException.class, () -> sockets().listen(ListenRequest.on(taken)));
            var foreign = assertThrows(
                    BindException.class, () -> sockets().listen(ListenRequest.on(new InetSocketAddress(FOREIGN, 0))));

            Messages.assertMentions("listen " + taken.getAddress().getHostAddress() + ":" + taken.getPort(), used);
            Messages.assertMentions("(EADDRINUSE)", used);
            Messages.assertMentions("(EADDRNOTAVAIL)", foreign);
            assertTrue(first.channel().isOpen());
        }
    }
}
