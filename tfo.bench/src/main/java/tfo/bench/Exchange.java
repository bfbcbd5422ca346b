package tfo.bench;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/** A short connection again and again: connect, send the request, read its echo, close. To be used by one thread. */
final class Exchange {
    private final Way way;
    private final InetSocketAddress remote;
    private final ByteBuffer request;
    private final ByteBuffer answer;

    Exchange(Way way, InetSocketAddress remote, ByteBuffer request) {
        this.way = way;
        this.remote = remote;
        this.request = request;
        this.answer = ByteBuffer.allocate(request.remaining());
    }

    void run() throws IOException {
        try (Dialog dialog = way.open(remote, request)) {
            answer.clear();
            while (answer.hasRemaining()) {
                if (dialog.read(answer) < 0) {
                    throw new EOFException("the echo ended after " + answer.position() + " bytes");
                }
            }
            if (!answer.flip().equals(request)) {
                throw new IOException("the echo is not the request");
            }
        }
    }
}
