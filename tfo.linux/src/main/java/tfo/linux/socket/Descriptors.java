package tfo.linux.socket;

import static jdk.net.ExtendedSocketOptions.TCP_KEEPIDLE;

import java.io.File;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketOption;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NetworkChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import tfo.linux.kernel.Linux;
import tfo.linux.kernel.SystemCalls;

/**
 * Finds the descriptor behind a JDK socket with public API alone.
 *
 * <p>The socket is marked: its keep-alive time, which means nothing while SO_KEEPALIVE is off and little while it is on, is set
 * through the JDK to a value that no other search of this class uses meanwhile. The descriptor that shows the mark, and shows the
 * old value again after the JDK has restored it, is the socket's. Where none does, the answer is {@link #NOT_FOUND}, and the
 * socket is used without Fast Open.
 */
final class Descriptors {
    static final int NOT_FOUND = -1;

    /** No idea where to look. */
    static final int NO_HINT = -1;

    // TCP_KEEPIDLE goes up to 32,767 seconds; what people set it to is mostly below.
    private static final int LEAST = 8000, RANGE = 24_768;
    private static final int WINDOW = 48;
    private static final int ATTEMPTS = 3;

    // A counter and not a random number: two searches at the same time never use the same mark.
    private static final AtomicInteger NEXT =
            new AtomicInteger(ThreadLocalRandom.current().nextInt(RANGE));

    private static final ReentrantLock SHARED = new ReentrantLock();

    private final SystemCalls calls;

    Descriptors(SystemCalls calls) {
        this.calls = calls;
    }

    /** The number that the kernel gives next, unless another thread is quicker. To be asked right before a socket is opened. */
    int hint() {
        int lowest = calls.duplicate(0);
        if (lowest < 0) {
            return NO_HINT;
        }
        calls.close(lowest);
        return lowest;
    }

    /** For a channel that nobody else knows yet. */
    int find(NetworkChannel channel, int hint) throws IOException {
        return find(new Marked(channel::getOption, channel::setOption), hint);
    }

    /** For a socket that nobody else uses just now. */
    int find(Socket socket, int hint) throws IOException {
        return find(new Marked(socket::getOption, socket::setOption), hint);
    }

    /**
     * For a channel that others may know, and close at any time. One search at a time: another would take the mark for the channel's
     * own value, and restore that.
     */
    @Nullable
    Descriptor findShared(SocketChannel channel, int hint) throws IOException {
        SHARED.lock();
        try {
            int number = find(channel, hint);
            Descriptor descriptor = number < 0 ? null : Descriptor.of(number, calls);
            // A channel says that it is closed before its number is free for others.
            if (!channel.isOpen()) {
                throw new ClosedChannelException();
            }
            return descriptor;
        } finally {
            SHARED.unlock();
        }
    }

    private int find(Marked socket, int hint) throws IOException {
        Integer before;
        try {
            before = socket.getter().get(TCP_KEEPIDLE);
        } catch (UnsupportedOperationException e) {
            return NOT_FOUND;
        }
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int found = find(socket, hint, before);
            // Something that was set to the same value for its own reasons does not follow the change.
            if (found == NOT_FOUND || shows(before, found)) {
                return found;
            }
        }
        return NOT_FOUND;
    }

    private int find(Marked socket, int hint, Integer before) throws IOException {
        int mark = LEAST + Math.floorMod(NEXT.getAndIncrement(), RANGE);
        try {
            socket.setter().set(TCP_KEEPIDLE, mark);
            return search(mark, hint);
        } finally {
            socket.setter().set(TCP_KEEPIDLE, before);
        }
    }

    private int search(int mark, int hint) {
        if (hint == NO_HINT) {
            return searchAll(mark);
        }
        if (shows(mark, hint)) {
            return hint;
        }
        for (int near = 1; near <= WINDOW; near++) {
            if (shows(mark, hint + near)) {
                return hint + near;
            }
            if (hint - near >= 0 && shows(mark, hint - near)) {
                return hint - near;
            }
        }
        return searchAll(mark);
    }

    private int searchAll(int mark) {
        String[] open = new File("/proc/self/fd").list();
        for (String name : open == null ? new String[0] : open) {
            int descriptor = Integer.parseInt(name);
            if (shows(mark, descriptor)) {
                return descriptor;
            }
        }
        return NOT_FOUND;
    }

    private boolean shows(int value, int descriptor) {
        return calls.option(descriptor, Linux.IPPROTO_TCP, Linux.TCP_KEEPIDLE) == value;
    }

    /** Something of the JDK's that has options. */
    private record Marked(Getter getter, Setter setter) {
        interface Getter {
            Integer get(SocketOption<Integer> option) throws IOException;
        }

        interface Setter {
            Object set(SocketOption<Integer> option, Integer value) throws IOException;
        }
    }
}
