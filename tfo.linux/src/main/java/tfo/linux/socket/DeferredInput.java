package tfo.linux.socket;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** The input of a {@link DeferredSocket}: the JDK's, once the connection stands. */
final class DeferredInput extends InputStream {
    private final DeferredSocket socket;
    private final InputStream input;

    DeferredInput(DeferredSocket socket, InputStream input) {
        this.socket = socket;
        this.input = input;
    }

    @Override
    public int read() throws IOException {
        socket.openToRead();
        return input.read();
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        if (length > 0) {
            socket.openToRead();
        }
        return input.read(bytes, offset, length);
    }

    @Override
    public int available() throws IOException {
        socket.leave();
        return input.available();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
