package tfo.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.SocketChannel;
import java.util.Optional;

/** A connection whose ClientHello has been read, and is read again by whoever does the handshake. For one thread at a time. */
final class TicketReader implements ByteChannel {
    private static final int MOST = 32 * 1024;

    private final SocketChannel socket;
    private final ByteBuffer hello = ByteBuffer.allocate(MOST);

    /** Waits for the ClientHello. */
    TicketReader(SocketChannel socket) throws IOException {
        this.socket = socket;
        while (hello.position() < OfferedTicket.recordLength(hello.duplicate().flip())) {
            if (socket.read(hello) < 0) {
                throw new IOException("no ClientHello");
            }
        }
        hello.flip();
    }

    /** What it offers. Asked before anything is read. */
    Optional<ByteBuffer> ticket() {
        return OfferedTicket.in(hello);
    }

    @Override
    public int read(ByteBuffer destination) throws IOException {
        if (!hello.hasRemaining()) {
            return socket.read(destination);
        }
        int n = Math.min(hello.remaining(), destination.remaining());
        destination.put(hello.slice(hello.position(), n));
        hello.position(hello.position() + n);
        return n;
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        return socket.write(source);
    }

    @Override
    public boolean isOpen() {
        return socket.isOpen();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
