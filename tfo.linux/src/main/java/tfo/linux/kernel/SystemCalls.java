package tfo.linux.kernel;

import static tfo.linux.kernel.Linux.F_DUPFD_CLOEXEC;
import static tfo.linux.kernel.Linux.F_GETFL;
import static tfo.linux.kernel.Linux.F_SETFL;
import static tfo.linux.kernel.Linux.IPPROTO_TCP;
import static tfo.linux.kernel.Linux.MSG_DONTWAIT;
import static tfo.linux.kernel.Linux.MSG_NOSIGNAL;
import static tfo.linux.kernel.Linux.O_NONBLOCK;
import static tfo.linux.kernel.Linux.SOL_SOCKET;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import tfo.api.tcp.TcpInfo;

/**
 * {@link Libc} with Java types: each method makes one call, lends it its native memory, and returns what it returned, an error as
 * the negated errno. Safe for use by any thread.
 */
public final class SystemCalls {
    // The most that a SYN takes: the loopback device's, which the kernel caps at 32 KiB.
    private static final int FLIGHT = 32 * 1024;
    private static final int LENGTH_AT = TcpInfoLayout.SIZE;
    private static final int SEND_FLAGS = MSG_DONTWAIT | MSG_NOSIGNAL;

    private final Libc libc;
    private final Duplicates duplicates = new Duplicates(this);
    private final Scratch.Pool small;
    private final Scratch.Pool large;

    /** Makes the calls by this library. */
    public SystemCalls(Libc libc) {
        this.libc = libc;
        small = new Scratch.Pool(libc, TcpInfoLayout.SIZE + 8);
        large = new Scratch.Pool(libc, FLIGHT);
    }

    /** The functions themselves. */
    public Libc libc() {
        return libc;
    }

    /** Second numbers for descriptors that somebody else may close. */
    public Duplicates duplicates() {
        return duplicates;
    }

    /** Borrows native memory for an argument of at most {@link TcpInfoLayout#SIZE} bytes. */
    public Scratch scratch() {
        return small.borrow();
    }

    /** Reads an option whose value is an int that is never negative. */
    public int option(int descriptor, int level, int option) {
        try (Scratch scratch = small.borrow()) {
            int result = read(descriptor, level, option, scratch, Integer.BYTES);
            return result < 0 ? result : scratch.memory().getInt(0);
        }
    }

    /** Reads an option into the beginning of the scratch memory and returns its size. */
    public int read(int descriptor, int level, int option, Scratch scratch, int size) {
        scratch.memory().putInt(LENGTH_AT, size);
        int result = libc.getsockopt(descriptor, level, option, scratch.address(), scratch.address() + LENGTH_AT);
        return result < 0 ? result : scratch.memory().getInt(LENGTH_AT);
    }

    /** Sets an option whose value is an int. */
    public int setOption(int descriptor, int level, int option, int value) {
        try (Scratch scratch = small.borrow()) {
            scratch.memory().putInt(0, value);
            return libc.setsockopt(descriptor, level, option, scratch.address(), Integer.BYTES);
        }
    }

    /** Sets an option whose value is some bytes, which may be a secret: they are left nowhere. */
    public int setOption(int descriptor, int level, int option, byte[] value) {
        try (Scratch scratch = small.borrow()) {
            scratch.memory().put(0, value);
            int result = libc.setsockopt(descriptor, level, option, scratch.address(), value.length);
            scratch.memory().put(0, new byte[value.length]);
            return result;
        }
    }

    /** SO_LINGER of socket(7), to be compared with {@link #linger(boolean, int)}; negative if the descriptor has none. */
    public long linger(int descriptor) {
        try (Scratch scratch = small.borrow()) {
            int result = read(descriptor, SOL_SOCKET, Linux.SO_LINGER, scratch, 2 * Integer.BYTES);
            return result < 0
                    ? result
                    : linger(scratch.memory().getInt(0) != 0, scratch.memory().getInt(Integer.BYTES));
        }
    }

    /** The two members of a {@code struct linger} in one. */
    public static long linger(boolean on, int seconds) {
        return (on ? 1L << Integer.SIZE : 0) + seconds;
    }

    /** The number by which the kernel tells sockets apart, never given twice: SO_COOKIE of socket(7). */
    public long cookie(int descriptor) {
        try (Scratch scratch = small.borrow()) {
            int result = read(descriptor, SOL_SOCKET, Linux.SO_COOKIE, scratch, Long.BYTES);
            return result < 0 ? result : scratch.memory().getLong(0);
        }
    }

    /** The pending error of the socket, as a negated errno, and clears it; zero if there is none. */
    public int takeError(int descriptor) {
        int result = option(descriptor, SOL_SOCKET, Linux.SO_ERROR);
        return result > 0 ? -result : result;
    }

    /** What TCP_INFO tells of a handshake. */
    public Handshake handshake(int descriptor) {
        try (Scratch scratch = small.borrow()) {
            int length = read(descriptor, IPPROTO_TCP, Linux.TCP_INFO, scratch, TcpInfoLayout.SIZE);
            return Handshake.read(scratch.memory(), Math.max(0, length));
        }
    }

    /**
     * All of TCP_INFO.
     *
     * @throws IOException if the kernel does not give it
     */
    public TcpInfo tcpInfo(int descriptor) throws IOException {
        try (Scratch scratch = small.borrow()) {
            int length = read(descriptor, IPPROTO_TCP, Linux.TCP_INFO, scratch, TcpInfoLayout.SIZE);
            if (length < 0) {
                throw Errno.during(length, "getsockopt TCP_INFO", null);
            }
            return TcpInfoLayout.read(scratch.memory(), length);
        }
    }

    /** Sends from the buffer's position on, in one call that neither waits nor raises SIGPIPE. The position is not moved. */
    public long send(int descriptor, ByteBuffer bytes) {
        int length = Math.min(bytes.remaining(), FLIGHT);
        if (length == 0) {
            return libc.send(descriptor, 0, 0, SEND_FLAGS);
        }
        // A copy even of a direct buffer, whose memory may be somebody's to free.
        try (Scratch scratch = large.borrow()) {
            scratch.memory().put(0, bytes, bytes.position(), length);
            return libc.send(descriptor, scratch.address(), length, SEND_FLAGS);
        }
    }

    /** Another number for what this descriptor names, closed on exec. */
    public int duplicate(int descriptor) {
        return libc.fcntl(descriptor, F_DUPFD_CLOEXEC, 0);
    }

    /** Closes a descriptor that this module made. */
    public void close(int descriptor) {
        libc.close(descriptor);
    }

    /** Whether calls on the descriptor wait. */
    public boolean blocking(int descriptor) {
        return (libc.fcntl(descriptor, F_GETFL, 0) & O_NONBLOCK) == 0;
    }

    /** Lets calls on the descriptor wait, or not. */
    public int setBlocking(int descriptor, boolean wait) {
        int flags = libc.fcntl(descriptor, F_GETFL, 0);
        return flags < 0 ? flags : libc.fcntl(descriptor, F_SETFL, wait ? flags & ~O_NONBLOCK : flags | O_NONBLOCK);
    }

    /** Disconnects a socket, so that it can be connected anew. */
    public int disconnect(int descriptor) {
        try (Scratch scratch = small.borrow()) {
            int size = SocketAddressLayout.writeUnspecified(scratch.memory());
            return libc.connect(descriptor, scratch.address(), size);
        }
    }

    /** Connects a socket that is in non-blocking mode. */
    public int connect(int descriptor, InetSocketAddress remote) {
        int family = family(descriptor);
        if (!SocketAddressLayout.has(family, remote.getAddress())) {
            return Errno.EAFNOSUPPORT.result();
        }
        try (Scratch scratch = small.borrow()) {
            int size = SocketAddressLayout.write(remote, family, scratch.memory());
            return libc.connect(descriptor, scratch.address(), size);
        }
    }

    /** Binds a socket. */
    public int bind(int descriptor, InetSocketAddress local) {
        int family = family(descriptor);
        if (!SocketAddressLayout.has(family, local.getAddress())) {
            return Errno.EAFNOSUPPORT.result();
        }
        try (Scratch scratch = small.borrow()) {
            int size = SocketAddressLayout.write(local, family, scratch.memory());
            return libc.bind(descriptor, scratch.address(), size);
        }
    }

    /** The port that a socket is bound to. */
    public int localPort(int descriptor) {
        try (Scratch scratch = small.borrow()) {
            scratch.memory().putInt(LENGTH_AT, SocketAddressLayout.SIZE);
            int result = libc.getsockname(descriptor, scratch.address(), scratch.address() + LENGTH_AT);
            return result < 0 ? result : SocketAddressLayout.port(scratch.memory());
        }
    }

    private int family(int descriptor) {
        return option(descriptor, SOL_SOCKET, Linux.SO_DOMAIN);
    }
}
