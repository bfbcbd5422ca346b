package tfo.linux.socket;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;

/** The output of a {@link DeferredSocket}: what fits into the SYN goes into it, the rest and all that follows is the JDK's. */
final class DeferredOutput extends OutputStream {
    private final DeferredSocket socket;
    private final OutputStream output;

    DeferredOutput(DeferredSocket socket, OutputStream output) {
        this.socket = socket;
        this.output = output;
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        int taken = socket.openToWrite(bytes, offset, length);
        output.write(bytes, offset + taken, length - taken);
    }

    @Override
    public void flush() throws IOException {
        output.flush();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
