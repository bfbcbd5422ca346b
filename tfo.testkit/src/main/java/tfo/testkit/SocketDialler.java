package tfo.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import tfo.api.socket.ConnectRequest;
import tfo.api.socket.FastOpenReport;
import tfo.api.socket.FastOpenSockets;

/** Connects a socket of the {@link FastOpenSockets#socketFactory factory}; the first flight is its first write. */
record SocketDialler(FastOpenSockets sockets) implements Dialler {

    // The JDK's own socket takes the time-out for a moment of the wall clock, in whole milliseconds (SocksSocketImpl).
    static final Duration EARLINESS = Duration.ofMillis(1);

    @Override
    public Duration earliness() {
        return EARLINESS;
    }

    @Override
    public Link dial(ConnectRequest request) throws IOException {
        Socket socket = sockets.socketFactory(request.firstSpeaker()).createSocket();
        try {
            if (request.local().isPresent()) {
                socket.bind(request.local().get());
            }
            socket.connect(request.remote(), (int) request.timeout().toMillis());
            ByteBuffer flight = request.firstFlight();
            byte[] first = new byte[flight.remaining()];
            flight.get(first);
            socket.getOutputStream().write(first);
            return new SocketLink(sockets, socket);
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    private record SocketLink(FastOpenSockets sockets, Socket socket) implements Link {
        @Override
        public InputStream in() throws IOException {
            return socket.getInputStream();
        }

        @Override
        public OutputStream out() throws IOException {
            return socket.getOutputStream();
        }

        @Override
        public void shutdownOutput() throws IOException {
            socket.shutdownOutput();
        }

        @Override
        public InetSocketAddress localAddress() {
            return (InetSocketAddress) socket.getLocalSocketAddress();
        }

        @Override
        public FastOpenReport report() {
            return sockets.report(socket);
        }

        @Override
        public boolean isOpen() {
            return !socket.isClosed();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
