package tfo.lab.kernel;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The C functions of the laboratory under their C names; every address and size is a {@code long} (64-bit Linux). */
final class Libc {
    static final int AF_PACKET = 17;
    static final int SOCK_RAW = 3;
    static final int SOCK_CLOEXEC = 0x80000;
    static final int SOL_PACKET = 263;
    static final int PROT_READ = 1;
    static final int PROT_WRITE = 2;
    static final int MAP_SHARED = 1;
    static final int MAP_PRIVATE = 2;
    static final int MAP_ANONYMOUS = 0x20;
    static final int MAP_NORESERVE = 0x4000;
    static final int PR_SET_TIMERSLACK = 29;
    static final int EFD_CLOEXEC = 0x80000;
    static final int EFD_NONBLOCK = 0x800;
    static final int CLOCK_REALTIME = 0;
    static final short POLLIN = 1;

    static {
        Native.register(Libc.class, "c");
    }

    private Libc() {}

    static native int socket(int domain, int type, int protocol);

    static native int bind(int descriptor, long address, int length);

    static native int setsockopt(int descriptor, int level, int option, long value, int length);

    static native int getsockopt(int descriptor, int level, int option, long value, long length);

    static native long send(int descriptor, long buffer, long length, int flags);

    static native int close(int descriptor);

    static native long read(int descriptor, long buffer, long length);

    static native long write(int descriptor, long buffer, long length);

    static native int eventfd(int count, int flags);

    static native int ppoll(long descriptors, long count, long timeout, long signals);

    static native int prctl(int option, long second, long third, long fourth, long fifth);

    static native long syscall(long number, long first, long second, long third);

    static native int clock_gettime(int clock, long time);

    static native long mmap(long address, long length, int protection, int flags, int descriptor, long offset);

    static native int munmap(long address, long length);

    static native int if_nametoindex(String name);

    /** Returns {@code result}, or throws what errno says when it is negative; must follow the call at once. */
    static int check(int result, String operation) throws IOException {
        if (result < 0) {
            throw failure(operation);
        }
        return result;
    }

    /** The errno of the call just made, as an exception. */
    static IOException failure(String operation) {
        return new IOException(operation + ": errno " + Native.getLastError());
    }

    /** A view of native memory; valid until it is unmapped. */
    static ByteBuffer view(long address, long length) {
        return new Pointer(address).getByteBuffer(0, length).order(ByteOrder.nativeOrder());
    }
}
