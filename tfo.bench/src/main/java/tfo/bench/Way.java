package tfo.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.function.Function;
import javax.net.SocketFactory;
import tfo.api.socket.ConnectRequest;
import tfo.api.socket.FastOpenConnection;
import tfo.api.socket.FastOpenReport;
import tfo.api.socket.FastOpenSockets;

/** A way to open a connection and send a request, which lies in a buffer that has an array. */
interface Way extends AutoCloseable {

    Dialog open(InetSocketAddress remote, ByteBuffer request) throws IOException;

    /** Frees what its connections share, where they share something. */
    @Override
    default void close() {}

    /** The JDK's channel. */
    static Way channel() {
        return (remote, request) -> {
            SocketChannel channel = SocketChannel.open(remote);
            ByteBuffer rest = request.duplicate();
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
            return new ChannelDialog(channel, NONE);
        };
    }

    /** The JDK's socket. */
    static Way socket() {
        return socket(SocketFactory.getDefault(), socket -> NONE);
    }

    /** The socket of a provider's factory. */
    static Way socket(FastOpenSockets provider) {
        return socket(provider.socketFactory(), provider::report);
    }

    private static Way socket(SocketFactory factory, Function<Socket, FastOpenReport> report) {
        return (remote, request) -> {
            Socket socket = factory.createSocket();
            socket.connect(remote);
            socket.getOutputStream()
                    .write(request.array(), request.arrayOffset() + request.position(), request.remaining());
            return new SocketDialog(socket, socket.getInputStream(), report);
        };
    }

    /** A provider's connect with the request as first flight. */
    static Way connect(FastOpenSockets provider) {
        return (remote, request) -> {
            FastOpenConnection connection =
                    provider.connect(ConnectRequest.to(remote).firstFlight(request));
            return new ChannelDialog(connection.channel(), connection.report());
        };
    }

    /** What there is to say where Fast Open was not asked for. */
    FastOpenReport NONE = FastOpenReport.notTried("nobody asked for it", 0);
}
