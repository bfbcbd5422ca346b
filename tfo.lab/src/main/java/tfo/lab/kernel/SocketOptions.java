package tfo.lab.kernel;

import java.io.IOException;
import java.nio.ByteBuffer;

/** The SOL_PACKET options of one socket, each a row of ints. */
final class SocketOptions implements AutoCloseable {
    private static final int LENGTH = 64;

    private final int descriptor;
    private final NativeMemory page;

    private SocketOptions(int descriptor, NativeMemory page) {
        this.descriptor = descriptor;
        this.page = page;
    }

    static SocketOptions of(int descriptor) throws IOException {
        return new SocketOptions(descriptor, NativeMemory.allocate(4096));
    }

    void set(int name, int... values) throws IOException {
        ByteBuffer buffer = page.buffer();
        for (int i = 0; i < values.length; i++) {
            buffer.putInt(i * Integer.BYTES, values[i]);
        }
        int result = Libc.setsockopt(descriptor, Libc.SOL_PACKET, name, page.address(), values.length * Integer.BYTES);
        Libc.check(result, "setsockopt(SOL_PACKET, " + name + ")");
    }

    /** The second int of an option's value. */
    int second(int name) throws IOException {
        page.buffer().putInt(LENGTH, 2 * Integer.BYTES);
        int result = Libc.getsockopt(descriptor, Libc.SOL_PACKET, name, page.address(), page.address() + LENGTH);
        Libc.check(result, "getsockopt(SOL_PACKET, " + name + ")");
        return page.buffer().getInt(Integer.BYTES);
    }

    @Override
    public void close() {
        page.close();
    }
}
