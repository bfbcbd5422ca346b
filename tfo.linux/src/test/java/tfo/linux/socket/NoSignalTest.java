package tfo.linux.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tfo.api.socket.ConnectRequest;
import tfo.api.socket.FastOpenConnection;
import tfo.api.tcp.TcpState;
import tfo.linux.kernel.Errno;
import tfo.linux.kernel.JnaLibc;
import tfo.linux.kernel.Linux;
import tfo.linux.kernel.QueueCalls;
import tfo.linux.kernel.Scratch;
import tfo.linux.kernel.SystemCalls;

/** That a connection is broken is never told by SIGPIPE, which would end a program that embeds a JVM without its handler. */
@Timeout(30)
class NoSignalTest {
    private final SystemCalls calls = new SystemCalls(new JnaLibc());
    private final LinuxPlatform platform =
            new LinuxPlatform(new JnaLibc(), new PathMemory(InstantSource.system(), Duration.ofMinutes(1)));

    @Test
    void everySendOfOursOnABrokenConnectionIsEpipeAndNoSignal() throws Exception {
        try (ServerSocketChannel listener =
                        ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                FastOpenConnection near =
                        platform.connect(ConnectRequest.to((InetSocketAddress) listener.getLocalAddress()))) {
            listener.accept().setOption(StandardSocketOptions.SO_LINGER, 0).close();
            awaitReset(near);
            int descriptor = near.descriptor().orElseThrow();
            try (Signals signals = Signals.caught("PIPE")) {
                assertThrows(IOException.class, () -> near.queues().sendUrgent((byte) '!'));

                assertEquals(Errno.EPIPE.result(), calls.send(descriptor, ByteBuffer.allocate(1)));
                assertEquals(Errno.EPIPE.result(), calls.send(descriptor, ByteBuffer.allocate(0)));
                assertEquals(Errno.EPIPE.result(), new QueueCalls(calls).sendUrgent(descriptor, (byte) '!'));
                assertThrows(IOException.class, () -> near.queues().sendUrgent((byte) '!'));

                // The proof that one would have been seen here.
                assertEquals(Errno.EPIPE.result(), sendWithoutTheFlag(descriptor));
                signals.assertOnlyOneComes();
            }
        }
    }

    private static void awaitReset(FastOpenConnection near) throws IOException {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (near.tcpInfo().orElseThrow().state() != TcpState.CLOSED) {
            assertTrue(System.nanoTime() < end, "the reset did not come");
            Thread.onSpinWait();
        }
    }

    private long sendWithoutTheFlag(int descriptor) {
        try (Scratch scratch = calls.scratch()) {
            return calls.libc().send(descriptor, scratch.address(), 1, Linux.MSG_DONTWAIT);
        }
    }

    /** The signals of one kind that come to this JVM, by sun.misc.Signal, which has no other name. */
    private record Signals(Semaphore seen, Object signal, Object before) implements AutoCloseable {

        static Signals caught(String name) throws ReflectiveOperationException {
            Semaphore seen = new Semaphore(0);
            Object signal = Class.forName("sun.misc.Signal")
                    .getConstructor(String.class)
                    .newInstance(name);
            Class<?> type = Class.forName("sun.misc.SignalHandler");
            Object handler =
                    Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                        seen.release();
                        return null;
                    });
            return new Signals(seen, signal, replaced(signal, handler));
        }

        private static Object replaced(Object signal, Object handler) throws ReflectiveOperationException {
            Class<?> type = Class.forName("sun.misc.SignalHandler");
            return signal.getClass()
                    .getMethod("handle", signal.getClass(), type)
                    .invoke(null, signal, handler);
        }

        void assertOnlyOneComes() throws InterruptedException {
            assertTrue(seen.tryAcquire(20, TimeUnit.SECONDS), "the signal that was asked for did not come");
            assertFalse(seen.tryAcquire(500, TimeUnit.MILLISECONDS), "another one came");
        }

        @Override
        public void close() throws ReflectiveOperationException {
            replaced(signal, before);
        }
    }
}
