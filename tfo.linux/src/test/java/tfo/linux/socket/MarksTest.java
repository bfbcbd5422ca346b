package tfo.linux.socket;

import static java.net.StandardSocketOptions.SO_REUSEADDR;
import static java.net.StandardSocketOptions.SO_REUSEPORT;
import static jdk.net.ExtendedSocketOptions.TCP_KEEPIDLE;
import static jdk.net.ExtendedSocketOptions.TCP_KEEPINTERVAL;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tfo.api.socket.ConnectRequest;
import tfo.api.socket.FastOpenConnection;
import tfo.api.socket.FastOpenListener;
import tfo.api.socket.FastOpenReport;
import tfo.api.socket.FastOpenSockets;
import tfo.api.socket.FirstSpeaker;
import tfo.api.socket.ListenRequest;
import tfo.linux.LinuxSockets;
import tfo.linux.kernel.JnaLibc;
import tfo.linux.kernel.Linux;
import tfo.linux.kernel.SystemCalls;

/** What a search leaves as it was, and where it finds no mark that it could take back. */
class MarksTest {
    private static final Path SETTINGS = Path.of("/proc/sys/net/ipv4");
    private static final InetSocketAddress ANYWHERE = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    /** Longer than a socket may set it, though not longer than the system may. */
    private static final String TOO_LONG = "40000";

    private final SystemCalls calls = new SystemCalls(new JnaLibc());
    private final Map<String, String> before = new HashMap<>();

    @AfterEach
    void restore() throws IOException {
        for (Map.Entry<String, String> setting : before.entrySet()) {
            Files.writeString(SETTINGS.resolve(setting.getKey()), setting.getValue());
        }
    }

    // Whoever connects meanwhile would get what the listener has.
    @Test
    void aListenerThatIsAloneOnItsPortIsNotMarked() throws IOException {
        try (ServerSocketChannel listener = ServerSocketChannel.open().bind(ANYWHERE)) {
            Set<Map<SocketOption<?>, Object>> seen = new HashSet<>();
            seen.add(options(listener));

            int number = new Descriptors(spied(() -> seen.add(options(listener)))).locate(listener);

            assertIs(listener, number);
            assertEquals(1, seen.size(), seen::toString);
        }
    }

    @Test
    void ofListenersThatShareAPortEachIsFound() throws IOException {
        try (ServerSocketChannel first = sharing(ANYWHERE);
                ServerSocketChannel second = sharing((InetSocketAddress) first.getLocalAddress())) {
            Descriptors descriptors = new Descriptors(calls);
            Set<Object> reuse = new HashSet<>();
            Descriptors spying = new Descriptors(spied(() -> reuse.add(first.getOption(SO_REUSEADDR))));

            assertIs(first, spying.locate(first));
            assertIs(second, descriptors.locate(second));

            assertNotEquals(descriptors.locate(first), descriptors.locate(second));
            assertEquals(1, reuse.size(), "a server could not be started again");
        }
    }

    @Test
    void aSystemWhoseKeepAliveTimeNoSocketMaySetHasAnotherMark() throws IOException {
        set("tcp_keepalive_time", TOO_LONG);
        try (SocketChannel channel = SocketChannel.open()) {
            int interval = channel.getOption(TCP_KEEPINTERVAL);

            assertIs(channel, new Descriptors(calls).locate(channel));

            assertEquals(40_000, channel.getOption(TCP_KEEPIDLE));
            assertEquals(interval, channel.getOption(TCP_KEEPINTERVAL));
        }
    }

    @Test
    void whereNoMarkCouldBeTakenBackThereIsNone() throws IOException {
        set("tcp_keepalive_time", TOO_LONG);
        set("tcp_keepalive_intvl", TOO_LONG);
        try (SocketChannel channel = SocketChannel.open()) {
            assertEquals(Descriptors.NOT_FOUND, new Descriptors(calls).locate(channel));

            assertEquals(40_000, channel.getOption(TCP_KEEPIDLE));
            assertEquals(40_000, channel.getOption(TCP_KEEPINTERVAL));
        }
    }

    @Test
    void suchASystemConnectsAndListensAllTheSame() throws IOException {
        set("tcp_keepalive_time", TOO_LONG);
        set("tcp_keepalive_intvl", TOO_LONG);
        FastOpenSockets sockets = new LinuxSockets();
        try (FastOpenListener listener = sockets.listen(ListenRequest.on(ANYWHERE));
                Socket socket = sockets.socketFactory(FirstSpeaker.CLIENT).createSocket();
                SocketChannel armed = SocketChannel.open()) {
            socket.connect(listener.localAddress());
            socket.getOutputStream().write(1);
            listener.accept().close();
            sockets.arm(armed);
            armed.connect(listener.localAddress());
            armed.write(ByteBuffer.wrap(new byte[] {1}));
            try (FastOpenConnection accepted = listener.accept()) {
                assertTrue(accepted.report().reason().contains("not found"), accepted.report()::toString);
                assertTrue(accepted.tcpInfo().isEmpty());
            }
        }
    }

    @Test
    void anAcceptedFastOpenIsKnownForOneThere() throws IOException {
        set("tcp_keepalive_time", TOO_LONG);
        FastOpenSockets sockets = new LinuxSockets();
        try (FastOpenListener listener = sockets.listen(ListenRequest.on(ANYWHERE))) {
            ConnectRequest request =
                    ConnectRequest.to(listener.localAddress()).firstFlight(ByteBuffer.wrap(new byte[1]));
            sockets.connect(request).close();
            listener.accept().close();
            sockets.connect(request).close();
            try (FastOpenConnection accepted = listener.accept()) {
                assertEquals(
                        FastOpenReport.Outcome.ACKNOWLEDGED, accepted.report().outcome());
            }
        }
    }

    private void set(String setting, String value) throws IOException {
        before.putIfAbsent(
                setting, Files.readAllLines(SETTINGS.resolve(setting)).get(0));
        Files.writeString(SETTINGS.resolve(setting), value);
    }

    private static ServerSocketChannel sharing(InetSocketAddress address) throws IOException {
        return ServerSocketChannel.open().setOption(SO_REUSEPORT, true).bind(address);
    }

    private static Map<SocketOption<?>, Object> options(ServerSocketChannel listener) throws IOException {
        Map<SocketOption<?>, Object> options = new HashMap<>();
        for (SocketOption<?> option : listener.supportedOptions()) {
            options.put(option, listener.getOption(option));
        }
        return options;
    }

    /** The calls, with a look at something each time. */
    private static SystemCalls spied(Look look) {
        return new SystemCalls(new DelegatingLibc(new JnaLibc()) {
            @Override
            public int getsockopt(int descriptor, int level, int option, long value, long length) {
                try {
                    look.take();
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
                return super.getsockopt(descriptor, level, option, value, length);
            }
        });
    }

    private void assertIs(ServerSocketChannel listener, int number) throws IOException {
        calls.setOption(number, Linux.IPPROTO_TCP, Linux.TCP_KEEPINTVL, 4321);
        assertEquals(4321, listener.getOption(TCP_KEEPINTERVAL));
        calls.setOption(number, Linux.IPPROTO_TCP, Linux.TCP_KEEPINTVL, 75);
    }

    private void assertIs(SocketChannel channel, int number) throws IOException {
        int before = channel.getOption(TCP_KEEPINTERVAL);
        calls.setOption(number, Linux.IPPROTO_TCP, Linux.TCP_KEEPINTVL, 4321);
        assertEquals(4321, channel.getOption(TCP_KEEPINTERVAL));
        channel.setOption(TCP_KEEPINTERVAL, before);
    }

    private interface Look {
        void take() throws IOException;
    }
}
