package tfo.linux.socket;

import static java.net.StandardSocketOptions.SO_LINGER;
import static java.net.StandardSocketOptions.SO_REUSEADDR;
import static jdk.net.ExtendedSocketOptions.TCP_KEEPIDLE;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketOption;
import java.nio.channels.NetworkChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import tfo.linux.kernel.Linux;
import tfo.linux.kernel.SystemCalls;

/** The options by which {@link Descriptors} marks a socket. */
final class Marks {
    // TCP_KEEPIDLE goes up to 32,767 seconds; what people set it to, or SO_LINGER, is mostly below.
    private static final int LEAST = 8000, RANGE = 24_768;

    // A counter and not a random number: two searches at the same time never use the same mark.
    private static final AtomicInteger NEXT =
            new AtomicInteger(ThreadLocalRandom.current().nextInt(RANGE));

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
     * The keep-alive time, which means nothing while SO_KEEPALIVE is off and little while it is on. Nothing where the JDK does not
     * know it.
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
            return Optional.of(new KeepAlive(setter, getter.get(TCP_KEEPIDLE), calls));
        } catch (UnsupportedOperationException e) {
            return Optional.empty();
        }
    }

    /** SO_REUSEADDR of a listener, which means nothing once it is bound. One bit, so the port has to be the same, too. */
    static Optional<Descriptors.Mark> reuse(ServerSocketChannel listener, SystemCalls calls) throws IOException {
        return listener.getLocalAddress() instanceof InetSocketAddress local
                ? Optional.of(new Reuse(listener, local.getPort(), calls))
                : Optional.empty();
    }

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
        private final Setter setter;
        private final Integer before;
        private final SystemCalls calls;
        private int seconds;

        KeepAlive(Setter setter, Integer before, SystemCalls calls) {
            this.setter = setter;
            this.before = before;
            this.calls = calls;
        }

        @Override
        public void set() throws IOException {
            seconds = next();
            setter.set(TCP_KEEPIDLE, seconds);
        }

        @Override
        public boolean shows(int descriptor) {
            return keepIdle(descriptor) == seconds;
        }

        @Override
        public void takeBack() throws IOException {
            setter.set(TCP_KEEPIDLE, before);
        }

        @Override
        public boolean gone(int descriptor) {
            return keepIdle(descriptor) == before;
        }

        private int keepIdle(int descriptor) {
            return calls.option(descriptor, Linux.IPPROTO_TCP, Linux.TCP_KEEPIDLE);
        }
    }

    private static final class Reuse implements Descriptors.Mark {
        private final ServerSocketChannel listener;
        private final int port;
        private final boolean before;
        private final SystemCalls calls;

        /** Others on the port that show the mark by themselves. */
        private final Set<Integer> strangers = new HashSet<>();

        Reuse(ServerSocketChannel listener, int port, SystemCalls calls) throws IOException {
            this.listener = listener;
            this.port = port;
            this.calls = calls;
            before = listener.getOption(SO_REUSEADDR);
        }

        @Override
        public void set() throws IOException {
            strangers.addAll(Descriptors.search(this::showsAlready));
            listener.setOption(SO_REUSEADDR, !before);
        }

        @Override
        public boolean shows(int descriptor) {
            return !strangers.contains(descriptor) && showsAlready(descriptor);
        }

        private boolean showsAlready(int descriptor) {
            return calls.option(descriptor, Linux.SOL_SOCKET, Linux.SO_ACCEPTCONN) == 1
                    && calls.localPort(descriptor) == port
                    && reuses(descriptor) == !before;
        }

        @Override
        public void takeBack() throws IOException {
            listener.setOption(SO_REUSEADDR, before);
        }

        @Override
        public boolean gone(int descriptor) {
            return reuses(descriptor) == before;
        }

        private boolean reuses(int descriptor) {
            return calls.option(descriptor, Linux.SOL_SOCKET, Linux.SO_REUSEADDR) > 0;
        }
    }
}
