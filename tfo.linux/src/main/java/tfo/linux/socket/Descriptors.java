package tfo.linux.socket;

import static jdk.net.ExtendedSocketOptions.TCP_KEEPIDLE;
import static jdk.net.ExtendedSocketOptions.TCP_KEEPINTERVAL;

import java.io.File;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketOption;
import java.nio.channels.NetworkChannel;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import tfo.linux.kernel.Linux;
import tfo.linux.kernel.SystemCalls;

/**
 * Finds the descriptor behind a JDK socket with public API alone.
 *
 * <p>The socket is marked: two keep-alive times, which mean nothing while SO_KEEPALIVE is off and little while it is on, are set
 * through the JDK to a pair of values that no other search of this process uses. The descriptor that shows the pair, and shows the
 * old values again after the JDK has restored them, is the socket's. Where none does, the answer is {@link #NOT_FOUND}, and the
 * socket is used without Fast Open.
 */
final class Descriptors {
    static final int NOT_FOUND = -1;

    /** No idea where to look. */
    static final int NO_HINT = -1;

    private static final int LEAST = 8000, RANGE = 24_000;
    private static final int WINDOW = 48;

    // A counter and not a random number: two searches at the same time never use the same pair.
    private static final AtomicLong NEXT =
            new AtomicLong(ThreadLocalRandom.current().nextInt(RANGE * (RANGE / 100)) * 100L);

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
        Integer idle = socket.get(TCP_KEEPIDLE);
        Integer interval = socket.get(TCP_KEEPINTERVAL);
        Mark mark = Mark.next();
        int found;
        try {
            socket.set(TCP_KEEPIDLE, mark.idle);
            socket.set(TCP_KEEPINTERVAL, mark.interval);
            found = search(mark, hint);
        } finally {
            socket.set(TCP_KEEPIDLE, idle);
            socket.set(TCP_KEEPINTERVAL, interval);
        }
        return found >= 0 && new Mark(idle, interval).on(found, calls) ? found : NOT_FOUND;
    }

    private int search(Mark mark, int hint) {
        if (hint != NO_HINT) {
            if (mark.on(hint, calls)) {
                return hint;
            }
            for (int near = 1; near <= WINDOW; near++) {
                if (mark.on(hint + near, calls)) {
                    return hint + near;
                }
                if (hint - near >= 0 && mark.on(hint - near, calls)) {
                    return hint - near;
                }
            }
        }
        return searchAll(mark);
    }

    private int searchAll(Mark mark) {
        String[] open = new File("/proc/self/fd").list();
        for (String name : open == null ? new String[0] : open) {
            int descriptor = Integer.parseInt(name);
            if (mark.on(descriptor, calls)) {
                return descriptor;
            }
        }
        return NOT_FOUND;
    }

    /** Something of the JDK's that has options. */
    private interface Marked {
        Integer get(SocketOption<Integer> option) throws IOException;

        void set(SocketOption<Integer> option, Integer value) throws IOException;
    }

    /** A pair of keep-alive times in seconds. */
    private record Mark(int idle, int interval) {
        static Mark next() {
            long n = NEXT.getAndIncrement();
            return new Mark((int) (LEAST + n % RANGE), (int) (LEAST + n / RANGE % RANGE));
        }

        boolean on(int descriptor, SystemCalls calls) {
            return calls.option(descriptor, Linux.IPPROTO_TCP, Linux.TCP_KEEPIDLE) == idle
                    && calls.option(descriptor, Linux.IPPROTO_TCP, Linux.TCP_KEEPINTVL) == interval;
        }
    }
}
