package tfo.linux.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tfo.api.socket.SocketQueues.Operation;
import tfo.linux.kernel.Errno;
import tfo.linux.kernel.JnaLibc;
import tfo.linux.kernel.SystemCalls;

@Timeout(30)
class LinuxQueuesTest {
    private boolean starving;
    private boolean blind;

    /** What another thread might do right before the kernel is asked to receive or to send. */
    private Meanwhile meanwhile = () -> {};

    private final Platform platform = Platform.of(
            new SystemCalls(new DelegatingLibc(new JnaLibc()) {
                @Override
                public int fcntl(int descriptor, int command, int argument) {
                    return starving ? Errno.EMFILE.result() : super.fcntl(descriptor, command, argument);
                }

                @Override
                public int getsockopt(int descriptor, int level, int option, long value, long length) {
                    return blind
                            ? Errno.ENOPROTOOPT.result()
                            : super.getsockopt(descriptor, level, option, value, length);
                }

                @Override
                public long recv(int descriptor, long buffer, long length, int flags) {
                    happens(meanwhile);
                    return super.recv(descriptor, buffer, length, flags);
                }

                @Override
                public long send(int descriptor, long buffer, long length, int flags) {
                    happens(meanwhile);
                    return super.send(descriptor, buffer, length, flags);
                }
            }),
            new PathMemory(InstantSource.system(), Duration.ofMinutes(1)));

    @Test
    void whatWasMadeWithoutADescriptorLeftSaysSoAndWorksLater() throws IOException {
        try (SocketChannel channel = SocketChannel.open()) {
            starving = true;
            blind = true;
            LinuxQueues queues = LinuxQueues.of(channel, platform);

            SocketException thrown = assertThrows(SocketException.class, queues::inQueue);
            assertTrue(String.valueOf(thrown.getMessage()).endsWith("Too many open files (EMFILE)"), thrown::toString);
            assertTrue(queues.supports(Operation.SIOCINQ).usable());
            starving = false;
            blind = false;

            assertEquals(0, queues.inQueue());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void ofTheConnectionThatTakesTheNumberMeanwhileNothingIsDropped(boolean noneLeft) throws Exception {
        try (Takeover takeover = Takeover.begun()) {
            LinuxQueues queues = LinuxQueues.of(takeover.first, platform);
            takeover.awaitFirst(queues);
            starving = noneLeft;
            meanwhile = takeover::happens;

            assertEquals(Takeover.FIRST.length(), queues.discard(100));

            assertEquals(Takeover.SECOND, takeover.readSecond());
            assertEquals(-1, takeover.firstClient.read(ByteBuffer.allocate(1)), "it is kept open");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void overTheConnectionThatTakesTheNumberMeanwhileNothingIsSent(boolean noneLeft) throws Exception {
        try (Takeover takeover = Takeover.begun()) {
            LinuxQueues queues = LinuxQueues.of(takeover.first, platform);
            starving = noneLeft;
            meanwhile = takeover::happens;
            // So that it is a byte of the stream.
            takeover.secondClient.socket().setOOBInline(true);
            takeover.firstClient.socket().setOOBInline(true);

            assertTrue(queues.sendUrgent((byte) '!'));

            meanwhile = () -> {};
            takeover.second().shutdownOutput();
            assertEquals(-1, takeover.secondClient.read(ByteBuffer.allocate(1)));
            assertEquals(1, takeover.firstClient.read(ByteBuffer.allocate(1)));
        }
    }

    @Test
    void whatCannotBeFoundWithDescriptorsLeftIsNotSupported() throws IOException {
        try (SocketChannel channel = SocketChannel.open()) {
            blind = true;

            LinuxQueues queues = LinuxQueues.of(channel, platform);

            assertThrows(UnsupportedOperationException.class, queues::inQueue);
            assertFalse(queues.supports(Operation.SIOCINQ).usable());
        }
    }

    private static void happens(Meanwhile meanwhile) {
        try {
            meanwhile.happens();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private interface Meanwhile {
        void happens() throws IOException;
    }

    /** Two clients of a listener; the first was accepted. */
    private static final class Takeover implements Closeable {
        static final String FIRST = "first";
        static final String SECOND = "second";

        final ServerSocketChannel listener = ServerSocketChannel.open().bind(null);
        final SocketChannel firstClient = client(FIRST);
        final SocketChannel first = listener.accept();
        final SocketChannel secondClient = client(SECOND);

        /** What takes the numbers below. */
        final List<SocketChannel> others = new ArrayList<>();

        final int number = number(first);

        @Nullable
        SocketChannel second;

        private Takeover() throws IOException {}

        /** The number of the first is the lowest that the kernel can give once it is closed. */
        static Takeover begun() throws IOException {
            Takeover takeover = new Takeover();
            SocketChannel other;
            do {
                other = SocketChannel.open();
                takeover.others.add(other);
            } while (number(other) < takeover.number);
            return takeover;
        }

        private SocketChannel client(String text) throws IOException {
            SocketChannel client = SocketChannel.open(listener.getLocalAddress());
            client.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
            return client;
        }

        private static int number(SocketChannel channel) throws IOException {
            return new Descriptors(new SystemCalls(new JnaLibc())).find(channel, Descriptors.NO_HINT);
        }

        void awaitFirst(LinuxQueues queues) throws IOException {
            for (int i = 0; i < 10_000 && queues.inQueue() < FIRST.length(); i++) {
                LockSupport.parkNanos(1_000_000);
            }
        }

        /** The first is closed and the second gets its number. */
        void happens() throws IOException {
            if (second == null) {
                first.close();
                second = listener.accept();
                assertEquals(number, number(second), "the number of the second");
            }
        }

        SocketChannel second() {
            return Objects.requireNonNull(second);
        }

        String readSecond() throws IOException {
            ByteBuffer buffer = ByteBuffer.allocate(100);
            second().socket().setSoTimeout(10_000);
            buffer.position(second().socket().getInputStream().read(buffer.array()));
            return StandardCharsets.US_ASCII.decode(buffer.flip()).toString();
        }

        @Override
        public void close() throws IOException {
            for (SocketChannel other : others) {
                other.close();
            }
            first.close();
            firstClient.close();
            secondClient.close();
            listener.close();
            if (second != null) {
                second.close();
            }
        }
    }
}
