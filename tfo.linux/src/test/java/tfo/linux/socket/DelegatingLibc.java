package tfo.linux.socket;

import java.nio.ByteBuffer;
import tfo.linux.kernel.Libc;

/** A library for tests to change in one point. */
class DelegatingLibc implements Libc {
    private final Libc libc;

    DelegatingLibc(Libc libc) {
        this.libc = libc;
    }

    @Override
    public int getsockopt(int descriptor, int level, int option, long value, long length) {
        return libc.getsockopt(descriptor, level, option, value, length);
    }

    @Override
    public int setsockopt(int descriptor, int level, int option, long value, int length) {
        return libc.setsockopt(descriptor, level, option, value, length);
    }

    @Override
    public long send(int descriptor, long buffer, long length, int flags) {
        return libc.send(descriptor, buffer, length, flags);
    }

    @Override
    public long recv(int descriptor, long buffer, long length, int flags) {
        return libc.recv(descriptor, buffer, length, flags);
    }

    @Override
    public int ioctl(int descriptor, long request, long value) {
        return libc.ioctl(descriptor, request, value);
    }

    @Override
    public int poll(long descriptors, long count, int timeout) {
        return libc.poll(descriptors, count, timeout);
    }

    @Override
    public int connect(int descriptor, long address, int length) {
        return libc.connect(descriptor, address, length);
    }

    @Override
    public int bind(int descriptor, long address, int length) {
        return libc.bind(descriptor, address, length);
    }

    @Override
    public int getsockname(int descriptor, long address, long length) {
        return libc.getsockname(descriptor, address, length);
    }

    @Override
    public int fcntl(int descriptor, int command, int argument) {
        return libc.fcntl(descriptor, command, argument);
    }

    @Override
    public int dup3(int descriptor, int number, int flags) {
        return libc.dup3(descriptor, number, flags);
    }

    @Override
    public int close(int descriptor) {
        return libc.close(descriptor);
    }

    @Override
    public int epoll_create1(int flags) {
        return libc.epoll_create1(flags);
    }

    @Override
    public int epoll_ctl(int epoll, int operation, int descriptor, long event) {
        return libc.epoll_ctl(epoll, operation, descriptor, event);
    }

    @Override
    public int epoll_wait(int epoll, long events, int capacity, int timeout) {
        return libc.epoll_wait(epoll, events, capacity, timeout);
    }

    @Override
    public long address(ByteBuffer direct) {
        return libc.address(direct);
    }
}
