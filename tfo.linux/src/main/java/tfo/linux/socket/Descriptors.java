package tfo.linux.socket;

import static jdk.net.ExtendedSocketOptions.TCP_KEEPIDLE;

import java.io.File;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketOption;
import java.nio.channels.NetworkChannel;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
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

    int find(NetworkChannel channel, int hint) throws IOException {
        return find(
                new Marked() {
                    @Override
                    public Integer get(SocketOption<Integer> option) throws IOException {
                        return channel.getOption(option);
                    }

                    @Override
                    public void set(SocketOption<Integer> option, Integer value) throws IOException {
                        channel.setOption(option, value);
                    }
                },
                hint);
    }

    int find(Socket socket, int hint) throws IOException {
        return find(
                new Marked() {
                    @Override
                    public Integer get(SocketOption<Integer> option) throws IOException {
                        return socket.getOption(option);
                    }

                    @Override
                    public void set(SocketOption<Integer> option, Integer value) throws IOException {
                        socket.setOption(option, value);
                    }
                },
                hint);
    }

    private int find(Marked socket, int hint) throws IOException {
        Integer before = socket.get(TCP_KEEPIDLE);
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
            socket.set(TCP_KEEPIDLE, mark);
            return search(mark, hint);
        } finally {
            socket.set(TCP_KEEPIDLE, before);
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
    private interface Marked {
        Integer get(SocketOption<Integer> option) throws IOException;

        void set(SocketOption<Integer> option, Integer value) throws IOException;
    }
}
