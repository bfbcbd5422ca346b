package tfo.tls.gnutls.library;

import com.sun.jna.Native;

/** The C library by JNA's direct mapping: no allocation per call. */
final class JnaLibc implements Libc {

    /**
     * Loads the library.
     *
     * @throws LinkageError if JNA, its native part or the C library cannot be had here
     */
    JnaLibc() {
        Functions.load();
    }

    @Override
    public int socket(int domain, int type, int protocol) {
        return checked(Functions.socket(domain, type, protocol));
    }

    @Override
    public int socketpair(int domain, int type, int protocol, long pair) {
        return checked(Functions.socketpair(domain, type, protocol, pair));
    }

    @Override
    public int setsockopt(int descriptor, int level, int option, long value, int length) {
        return checked(Functions.setsockopt(descriptor, level, option, value, length));
    }

    @Override
    public int getpeername(int descriptor, long address, long length) {
        return checked(Functions.getpeername(descriptor, address, length));
    }

    @Override
    public int bind(int descriptor, long address, int length) {
        return checked(Functions.bind(descriptor, address, length));
    }

    @Override
    public long send(int descriptor, long buffer, long length, int flags) {
        return checked(Functions.send(descriptor, buffer, length, flags));
    }

    @Override
    public long recv(int descriptor, long buffer, long length, int flags) {
        return checked(Functions.recv(descriptor, buffer, length, flags));
    }

    @Override
    public int shutdown(int descriptor, int how) {
        return checked(Functions.shutdown(descriptor, how));
    }

    @Override
    public int fcntl(int descriptor, int command, int argument) {
        return checked(Functions.fcntl(descriptor, command, argument));
    }

    @Override
    public int ioctl(int descriptor, long request, long argument) {
        return checked(Functions.ioctl(descriptor, request, argument));
    }

    @Override
    public int poll(long descriptors, long count, int timeout) {
        return checked(Functions.poll(descriptors, count, timeout));
    }

    @Override
    public int epoll_create1(int flags) {
        return checked(Functions.epoll_create1(flags));
    }

    @Override
    public int epoll_ctl(int epoll, int operation, int descriptor, long event) {
        return checked(Functions.epoll_ctl(epoll, operation, descriptor, event));
    }

    @Override
    public int epoll_wait(int epoll, long events, int capacity, int timeout) {
        return checked(Functions.epoll_wait(epoll, events, capacity, timeout));
    }

    @Override
    public int close(int descriptor) {
        return checked(Functions.close(descriptor));
    }

    // JNA keeps errno per thread, from the call just made; nothing stands between that call and here.
    private static int checked(int result) {
        return result < 0 ? -Native.getLastError() : result;
    }

    private static long checked(long result) {
        return result < 0 ? -Native.getLastError() : result;
    }

    /** The functions themselves. */
    private static final class Functions {
        static {
            Native.register(Functions.class, "c");
        }

        static void load() {
            // The static initializer has done it.
        }

        static native int socket(int domain, int type, int protocol);

        static native int socketpair(int domain, int type, int protocol, long pair);

        static native int setsockopt(int descriptor, int level, int option, long value, int length);

        static native int getpeername(int descriptor, long address, long length);

        static native int bind(int descriptor, long address, int length);

        static native long send(int descriptor, long buffer, long length, int flags);

        static native long recv(int descriptor, long buffer, long length, int flags);

        static native int shutdown(int descriptor, int how);

        static native int fcntl(int descriptor, int command, int argument);

        static native int ioctl(int descriptor, long request, long argument);

        static native int poll(long descriptors, long count, int timeout);

        static native int epoll_create1(int flags);

        static native int epoll_ctl(int epoll, int operation, int descriptor, long event);

        static native int epoll_wait(int epoll, long events, int capacity, int timeout);

        static native int close(int descriptor);
    }
}
