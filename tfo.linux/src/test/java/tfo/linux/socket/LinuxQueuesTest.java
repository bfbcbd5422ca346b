package tfo.linux.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.SocketException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import tfo.api.socket.SocketQueues.Operation;
import tfo.linux.kernel.Errno;
import tfo.linux.kernel.JnaLibc;
import tfo.linux.kernel.SystemCalls;

class LinuxQueuesTest {
    private boolean starving;
    private boolean blind;

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

    @Test
    void whatCannotBeFoundWithDescriptorsLeftIsNotSupported() throws IOException {
        try (SocketChannel channel = SocketChannel.open()) {
            blind = true;

            LinuxQueues queues = LinuxQueues.of(channel, platform);

            assertThrows(UnsupportedOperationException.class, queues::inQueue);
            assertFalse(queues.supports(Operation.SIOCINQ).usable());
        }
    }
}
