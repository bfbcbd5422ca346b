package tfo.tls.gnutls.library;

/**
 * The functions of the C library that this module calls, under their C names and with their C arguments; an address is a
 * {@code long}. In place of -1 and errno each returns the negated errno, so that the two cannot be separated.
 */
public interface Libc {
    /** EINTR, as these functions return it. */
    int EINTR = -4;
    /** EAGAIN, as these functions return it. */
    int EAGAIN = -11;
    /** ECONNRESET, as these functions return it. */
    int ECONNRESET = -104;
    /** POLLIN of poll(2). */
    short POLLIN = 1;
    /** POLLOUT of poll(2). */
    short POLLOUT = 4;

    /** socket(2). */
    int socket(int domain, int type, int protocol);

    /** socketpair(2). */
    int socketpair(int domain, int type, int protocol, long pair);

    /** Sets an option: socket(7), tcp(7). */
    int setsockopt(int descriptor, int level, int option, long value, int length);

    /** getpeername(2). */
    int getpeername(int descriptor, long address, long length);

    /** bind(2). */
    int bind(int descriptor, long address, int length);

    /** send(2). */
    long send(int descriptor, long buffer, long length, int flags);

    /** recv(2). */
    long recv(int descriptor, long buffer, long length, int flags);

    /** shutdown(2). */
    int shutdown(int descriptor, int how);

    /** fcntl(2) with an int argument. */
    int fcntl(int descriptor, int command, int argument);

    /** ioctl(2) with a pointer. */
    int ioctl(int descriptor, long request, long argument);

    /** poll(2). With a time-out it is for platform threads alone: a native call holds on to a virtual thread's carrier. */
    int poll(long descriptors, long count, int timeout);

    /** epoll_create1(2). */
    int epoll_create1(int flags);

    /** epoll_ctl(2). */
    int epoll_ctl(int epoll, int operation, int descriptor, long event);

    /** epoll_wait(2), on a thread of its own; the time-out in milliseconds. */
    int epoll_wait(int epoll, long events, int capacity, int timeout);

    /** close(2). */
    int close(int descriptor);
}
