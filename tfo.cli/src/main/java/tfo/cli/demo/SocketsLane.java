package tfo.cli.demo;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import tfo.api.socket.ConnectRequest;
import tfo.api.socket.FastOpenConnection;
import tfo.api.socket.FastOpenSockets;

/**
 * The sockets of a provider, the request being the first flight.
 *
 * @param name what the reader sees
 * @param sockets the provider
 */
record SocketsLane(String name, FastOpenSockets sockets) implements Lane {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @Override
    public String stack() {
        return "sdk";
    }

    @Override
    public Run run(InetSocketAddress server, ByteBuffer request) throws IOException {
        long start = System.nanoTime();
        ConnectRequest connect = ConnectRequest.to(server).firstFlight(request).timeout(PATIENCE);
        try (FastOpenConnection connection = sockets.connect(connect)) {
            SocketChannel channel = connection.channel();
            ByteBuffer answer = ByteBuffer.allocate(4096);
            if (channel.read(answer) < 0) {
                throw new EOFException("no answer");
            }
            long nanos = System.nanoTime() - start;
            while (channel.read(answer.clear()) >= 0) {}
            int port = ((InetSocketAddress) channel.getLocalAddress()).getPort();
            return new Run(nanos, port, connection.report());
        }
    }
}
