package tfo.linux;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import tfo.api.socket.ConnectRequest;
import tfo.api.socket.FastOpenConnection;
import tfo.api.socket.FastOpenSockets;
import tfo.api.tcp.TcpOptions;
import tfo.api.tcp.TcpState;
import tfo.lab.Direction;
import tfo.lab.Flow;
import tfo.lab.PacketLog;
import tfo.lab.Passage;
import tfo.testkit.peer.Addresses;

/** Both ends of a connection, for tests that look at its packets. */
record Pair(FastOpenConnection client, SocketChannel accepted, int port) implements Closeable {

    static Pair connected(FastOpenSockets sockets) throws IOException {
        InetAddress here = Addresses.fresh();
        try (ServerSocketChannel listener = ServerSocketChannel.open().bind(new InetSocketAddress(here, 0))) {
            return connected(sockets, listener, ConnectRequest.to((InetSocketAddress) listener.getLocalAddress()));
        }
    }

    static Pair connected(FastOpenSockets sockets, ServerSocketChannel listener, ConnectRequest request)
            throws IOException {
        FastOpenConnection client = sockets.connect(request.timeout(Duration.ofSeconds(10)));
        int port = ((InetSocketAddress) client.channel().getLocalAddress()).getPort();
        return new Pair(client, listener.accept(), port);
    }

    /** Sends this many bytes from the client. */
    void send(int bytes) throws IOException {
        client.channel().write(ByteBuffer.allocate(bytes));
    }

    Flow flow(PacketLog log) {
        return log.flow(port);
    }

    /** When the packets of one direction that are like this were sent. */
    List<Duration> times(PacketLog log, Direction direction, Predicate<Passage> wanted) {
        return times(flow(log), wanted.and(passage -> passage.direction() == direction));
    }

    private static List<Duration> times(Flow flow, Predicate<Passage> wanted) {
        return flow.timeline().stream().filter(wanted).map(Passage::sent).toList();
    }

    /** How many segments of data the client sent, not counting what it sent again. */
    long segments(PacketLog log) {
        return segments(flow(log));
    }

    static long segments(Flow flow) {
        return flow.timeline().stream()
                .filter(Pair::isData)
                .map(passage -> passage.segment().sequence())
                .distinct()
                .count();
    }

    /** When the client sent data, again or for the first time. */
    List<Duration> data(PacketLog log) {
        return data(flow(log));
    }

    static List<Duration> data(Flow flow) {
        return times(flow, Pair::isData);
    }

    private static boolean isData(Passage passage) {
        return passage.direction() == Direction.TO_SERVER && passage.segment().payload() > 0;
    }

    /** When the server acknowledged something, with data of its own or without. */
    List<Duration> acknowledgments(PacketLog log) {
        return times(log, Direction.TO_CLIENT, passage -> !passage.segment().isSynAck());
    }

    /** Whether the client's end is in this state. */
    boolean isIn(TcpState state) {
        try {
            return client.getOption(TcpOptions.TCP_INFO).state() == state;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        client.close();
        accepted.close();
    }
}
