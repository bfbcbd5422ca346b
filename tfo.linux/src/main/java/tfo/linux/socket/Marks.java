package tfo.linux.socket;

import static java.net.StandardSocketOptions.SO_LINGER;
import static jdk.net.ExtendedSocketOptions.TCP_KEEPIDLE;
import static jdk.net.ExtendedSocketOptions.TCP_KEEPINTERVAL;
import static jdk.net.ExtendedSocketOptions.TCP_QUICKACK;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketOption;
import java.nio.channels.NetworkChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import tfo.linux.kernel.Linux;
import tfo.linux.kernel.SystemCalls;

/** The options by which {@link Descriptors} marks a socket. */
final class Marks {
    // The times of keep-alive go up to 32,767 seconds; what people set it to, or SO_LINGER, is mostly below.
    private static final int LEAST = 8000, MOST = 32_767, RANGE = MOST - LEAST + 1;

    // A counter and not a random number: two searches at the same time never use the same mark.
    private static final AtomicInteger NEXT =
            new AtomicInteger(ThreadLocalRandom.current().nextInt(RANGE));

    /** The times of keep-alive that a socket may have of its own. */
    private static final List<Time> TIMES =
            List.of(new Time(TCP_KEEPIDLE, Linux.TCP_KEEPIDLE), new Time(TCP_KEEPINTERVAL, Linux.TCP_KEEPINTVL));

    private Marks() {}

    private static int next() {
        return LEAST + Math.floorMod(NEXT.getAndIncrement(), RANGE);
    }

    /**
     * The linger time of a channel that has none and is not connected, when it means nothing. What was there before need not be
     * asked for.
     */
    static Optional<Descriptors.Mark> lingering(SocketChannel channel, SystemCalls calls) {
        return Optional.of(new Lingering(channel, calls));
    }

    /**
     * A time of keep-alive, which means nothing while SO_KEEPALIVE is off and little while it is on. Nothing where the JDK knows none,
     * or where the system's defaults are longer than a socket may set: they could not be taken back.
     */
    static Optional<Descriptors.Mark> keepAlive(NetworkChannel channel, SystemCalls calls) throws IOException {
        return keepAlive(channel::getOption, channel::setOption, calls);
    }

    /** The same of a socket. */
    static Optional<Descriptors.Mark> keepAlive(Socket socket, SystemCalls calls) throws IOException {
        return keepAlive(socket::getOption, socket::setOption, calls);
    }

    private static Optional<Descriptors.Mark> keepAlive(Getter getter, Setter setter, SystemCalls calls)
            throws IOException {
        try {
            for (Time time : TIMES) {
                int before = getter.get(time.option());
                if (before > 0 && before <= MOST) {
                    return Optional.of(new KeepAlive(time, setter, before, calls));
                }
            }
        } catch (UnsupportedOperationException e) {
            // A channel that has no such options.
        }
        return Optional.empty();
    }

    /**
     * TCP_QUICKACK of a listener, which acknowledges nothing itself. What it accepts meanwhile inherits it, and acknowledges its first
     * bytes a little earlier or later for it. One bit, so only these descriptors come into question.
     */
    static Optional<Descriptors.Mark> quickAck(NetworkChannel listener, List<Integer> candidates, SystemCalls calls)
            throws IOException {
        return candidates.isEmpty() || !listener.supportedOptions().contains(TCP_QUICKACK)
                ? Optional.empty()
                : Optional.of(new QuickAck(listener, candidates, calls));
    }

    /** An option, and what the kernel calls it. */
    private record Time(SocketOption<Integer> option, int number) {}

    private interface Getter {
        Integer get(SocketOption<Integer> option) throws IOException;
    }

    private interface Setter {
        Object set(SocketOption<Integer> option, Integer value) throws IOException;
    }

    private static final class Lingering implements Descriptors.Mark {
        private static final Integer OFF = -1;

        private final SocketChannel channel;
        private final SystemCalls calls;
        private int seconds;

        Lingering(SocketChannel channel, SystemCalls calls) {
            this.channel = channel;
            this.calls = calls;
        }

        @Override
        public void set() throws IOException {
            seconds = next();
            channel.setOption(SO_LINGER, seconds);
        }

        @Override
        public boolean shows(int descriptor) {
            return calls.linger(descriptor) == SystemCalls.linger(true, seconds);
        }

        @Override
        public void takeBack() throws IOException {
            channel.setOption(SO_LINGER, OFF);
        }

        // The kernel keeps the time when it is switched off.
        @Override
        public boolean gone(int descriptor) {
            return calls.linger(descriptor) == SystemCalls.linger(false, seconds);
        }
    }

    private static final class KeepAlive implements Descriptors.Mark {
        private final Time time;
        private final Setter setter;
        private final int before;
        private final SystemCalls calls;
        private int seconds;

        KeepAlive(Time time, Setter setter, int before, SystemCalls calls) {
            this.time = time;
            this.setter = setter;
            this.before = before;
            this.calls = calls;
        }

        @Override
        public void set() throws IOException {
            seconds = next();
            setter.set(time.option(), seconds);
        }

        @Override
        public boolean shows(int descriptor) {
            return seconds(descriptor) == seconds;
        }

        @Override
        public void takeBack() throws IOException {
            setter.set(time.option(), before);
        }

        @Override
        public boolean gone(int descriptor) {
            return seconds(descriptor) == before;
        }

        private int seconds(int descriptor) {
            return calls.option(descriptor, Linux.IPPROTO_TCP, time.number());
        }
    }

    private static final class QuickAck implements Descriptors.Mark {
        private final NetworkChannel listener;
        private final List<Integer> candidates;
        private final boolean before;
        private final SystemCalls calls;

        /** The candidates that did not show the mark before it was set. */
        private List<Integer> plain = List.of();

        QuickAck(NetworkChannel listener, List<Integer> candidates, SystemCalls calls) throws IOException {
            this.listener = listener;
            this.candidates = candidates;
            this.calls = calls;
            before = listener.getOption(TCP_QUICKACK);
        }

        @Override
        public void set() throws IOException {
            plain = candidates.stream().filter(this::gone).toList();
            listener.setOption(TCP_QUICKACK, !before);
        }

        @Override
        public boolean shows(int descriptor) {
            return plain.contains(descriptor) && !gone(descriptor);
        }

        @Override
        public void takeBack() throws IOException {
            listener.setOption(TCP_QUICKACK, before);
        }

        @Override
        public boolean gone(int descriptor) {
            return calls.option(descriptor, Linux.IPPROTO_TCP, Linux.TCP_QUICKACK) > 0 == before;
        }
    }
}
