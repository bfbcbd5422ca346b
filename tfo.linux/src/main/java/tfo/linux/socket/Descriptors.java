package tfo.linux.socket;

import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NetworkChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tfo.linux.kernel.Errno;
import tfo.linux.kernel.Linux;
import tfo.linux.kernel.SystemCalls;

/**
 * Finds the descriptor behind a JDK socket with public API alone.
 *
 * <p>The socket is marked: an option of it is set through the JDK to a value that no other search of this class uses meanwhile. The
 * descriptor that shows the mark, and follows when the JDK takes it back, is the socket's. Where none does, the answer is
 * {@link #NOT_FOUND}, and the socket is used without Fast Open.
 */
final class Descriptors {
    static final int NOT_FOUND = -1;

    /** No idea where to look. */
    static final int NO_HINT = -1;

    private static final int WINDOW = 48;
    private static final int ATTEMPTS = 3;

    private static final ReentrantLock SHARED = new ReentrantLock();

    private final SystemCalls calls;

    /** Where the last new channel was found, if it was found where it was looked for first. */
    private volatile int expected = NO_HINT;

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

    /** The same for {@link #findNew}: as long as the number of the last one is right, the kernel is not asked. */
    int guess() {
        int last = expected;
        return last == NO_HINT ? hint() : last;
    }

    /** For a channel that was just opened, that nobody else knows yet, and none of whose options were set. */
    int findNew(SocketChannel channel, int guess) throws IOException {
        int found = find(Marks.lingering(channel, calls), guess);
        expected = found == guess ? found : NO_HINT;
        return found;
    }

    /** For a channel that nobody else knows yet. */
    int find(NetworkChannel channel, int hint) throws IOException {
        return find(Marks.keepAlive(channel, calls), hint);
    }

    /** For a socket that nobody else uses just now. */
    int find(Socket socket, int hint) throws IOException {
        return find(Marks.keepAlive(socket, calls), hint);
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

    /** The number of such a channel's descriptor, of either kind. */
    int locate(NetworkChannel channel) throws IOException {
        SHARED.lock();
        try {
            int number = TcpChannel.listens(channel) && channel.getLocalAddress() instanceof InetSocketAddress local
                    ? findListening(channel, local.getPort())
                    // Most channels are young when they are asked for, and have a number near the next one.
                    : find(channel, hint());
            if (!channel.isOpen()) {
                throw new ClosedChannelException();
            }
            return number;
        } finally {
            SHARED.unlock();
        }
    }

    // What a listener accepts inherits its options: where it is the only one on its port, it needs no mark.
    private int findListening(NetworkChannel listener, int port) throws IOException {
        List<Integer> candidates =
                open().filter(number -> listens(number, port)).boxed().toList();
        return candidates.size() == 1 ? candidates.get(0) : find(Marks.quickAck(listener, candidates, calls), NO_HINT);
    }

    private boolean listens(int descriptor, int port) {
        return calls.option(descriptor, Linux.SOL_SOCKET, Linux.SO_ACCEPTCONN) == 1
                && calls.localPort(descriptor) == port;
    }

    private int find(Optional<Mark> possible, int hint) throws IOException {
        if (possible.isEmpty()) {
            return NOT_FOUND;
        }
        Mark mark = possible.get();
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int found = find(mark, hint);
            // Something that was set to the same value for its own reasons does not follow the change.
            if (found == NOT_FOUND || mark.gone(found)) {
                return found;
            }
        }
        return NOT_FOUND;
    }

    private int find(Mark mark, int hint) throws IOException {
        try {
            mark.set();
            return search(mark, hint);
        } finally {
            mark.takeBack();
        }
    }

    private int search(Mark mark, int hint) {
        if (hint == NO_HINT) {
            return searchAll(mark);
        }
        if (mark.shows(hint)) {
            return hint;
        }
        for (int near = 1; near <= WINDOW; near++) {
            if (mark.shows(hint + near)) {
                return hint + near;
            }
            if (hint - near >= 0 && mark.shows(hint - near)) {
                return hint - near;
            }
        }
        return searchAll(mark);
    }

    private int searchAll(Mark mark) {
        return open().filter(mark::shows).findFirst().orElse(NOT_FOUND);
    }

    /** The process's descriptors. */
    private IntStream open() {
        String[] names = new File("/proc/self/fd").list();
        return names == null ? lowest() : Stream.of(names).mapToInt(Integer::parseInt);
    }

    /** Where there is none left to read the directory by, every number is in use, up to the limit. */
    private IntStream lowest() {
        return IntStream.iterate(0, this::inUse, number -> number + 1);
    }

    private boolean inUse(int number) {
        return !Errno.EBADF.is(calls.option(number, Linux.SOL_SOCKET, Linux.SO_TYPE));
    }

    /** Sets something of the JDK's apart from all others. */
    interface Mark {
        /** Sets it through the JDK, to a value that is new each time. */
        void set() throws IOException;

        /** Whether the descriptor shows the value that was set last. */
        boolean shows(int descriptor);

        /** Sets through the JDK what was there before. */
        void takeBack() throws IOException;

        /** Whether the descriptor, which showed the value, has followed the JDK. */
        boolean gone(int descriptor);
    }
}
