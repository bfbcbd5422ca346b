package tfo.lab.kernel;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A stretch of mapped memory, known by its address and by a view in native byte order. The owner closes it when no other
 * thread can touch the view any more: after that an access is undefined.
 */
public final class NativeMemory implements AutoCloseable {
    private final long address;
    private final long length;
    private final ByteBuffer buffer;
    private boolean open = true;

    private NativeMemory(long address, long length) {
        this.address = address;
        this.length = length;
        this.buffer = Libc.view(address, length);
    }

    /** Maps zeroed memory; a page takes room only once it was touched. */
    public static NativeMemory allocate(long length) throws IOException {
        return map(length, Libc.MAP_PRIVATE | Libc.MAP_ANONYMOUS | Libc.MAP_NORESERVE, -1);
    }

    /** Maps the ring of a packet socket. */
    static NativeMemory shared(long length, int descriptor) throws IOException {
        return map(length, Libc.MAP_SHARED, descriptor);
    }

    private static NativeMemory map(long length, int flags, int descriptor) throws IOException {
        long address = Libc.mmap(0, length, Libc.PROT_READ | Libc.PROT_WRITE, flags, descriptor, 0);
        if (address == -1) {
            throw Libc.failure("mmap of " + length + " bytes");
        }
        return new NativeMemory(address, length);
    }

    /** Where it begins. */
    public long address() {
        return address;
    }

    /** All of it. */
    public ByteBuffer buffer() {
        return buffer;
    }

    /** Unmaps it. */
    @Override
    public void close() {
        if (open) {
            open = false;
            Libc.munmap(address, length);
        }
    }
}
