package tfo.linux.kernel;

import java.nio.ByteBuffer;

/**
 * The functions of the C library that this module calls, under their C names and with their C arguments; an address is a
 * {@code long}. In place of -1 and errno each returns the negated errno, so that the two cannot be separated.
 *
 * <p>None of them may be called in a way that blocks, but for {@link #epoll_wait} on a thread of its own: a native call holds on
 * to a virtual thread's carrier.
 */
public interface Libc {

    /** socket(7), tcp(7): reads an option; {@code length} points to an int, which holds the room before and the size after. */
    int getsockopt(int descriptor, int level, int option, long value, long length);

    /** Sets an option. */
    int setsockopt(int descriptor, int level, int option, long value, int length);

    /** send(2). */
    long send(int descriptor, long buffer, long length, int flags);

    /** recv(2), with MSG_DONTWAIT. */
    long recv(int descriptor, long buffer, long length, int flags);

    /** ioctl(2) with the address of an int. */
    int ioctl(int descriptor, long request, long value);

    /** poll(2), with a time-out of zero. */
    int poll(long descriptors, long count, int timeout);

    /** connect(2), for descriptors in non-blocking mode. */
    int connect(int descriptor, long address, int length);

    /** bind(2). */
    int bind(int descriptor, long address, int length);

    /** getsockname(2); {@code length} points to an int, which holds the room before and the size after. */
    int getsockname(int descriptor, long address, long length);

    /** fcntl(2) with an int argument. */
    int fcntl(int descriptor, int command, int argument);

    /** dup3(2), which takes a number that is in use away from what it named. */
    int dup3(int descriptor, int number, int flags);

    /** close(2). */
    int close(int descriptor);

    /** epoll_create1(2). */
    int epoll_create1(int flags);

    /** epoll_ctl(2). */
    int epoll_ctl(int epoll, int operation, int descriptor, long event);

    /** epoll_wait(2); the time-out in milliseconds. */
    int epoll_wait(int epoll, long events, int capacity, int timeout);

    /** Where the memory of a direct buffer begins. It stays there for as long as the buffer is reachable. */
    long address(ByteBuffer direct);
}
