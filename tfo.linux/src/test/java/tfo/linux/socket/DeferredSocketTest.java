package tfo.linux.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tfo.api.socket.ConnectRequest;
import tfo.api.socket.FirstSpeaker;
import tfo.lab.Fault;
import tfo.lab.NetworkLab;
import tfo.linux.kernel.JnaLibc;

/** Threads that meet in the handshake of one socket. */
@Timeout(60)
class DeferredSocketTest {
    private final PathMemory paths = new PathMemory(InstantSource.system(), Duration.ofMinutes(1));
    private final LinuxPlatform platform = new LinuxPlatform(new JnaLibc(), paths);
    private final ExecutorService pool = Executors.newCachedThreadPool();

    private NetworkLab lab;
    private ServerSocket server;
    private InetSocketAddress remote;

    @BeforeEach
    void meet() throws IOException {
        lab = NetworkLab.open(Duration.ofMillis(5));
        server = new ServerSocket(0, 16, lab.server());
        remote = new InetSocketAddress(lab.peer(), server.getLocalPort());
        platform.connect(ConnectRequest.to(remote).firstFlight(ByteBuffer.allocate(1)))
                .close();
        server.accept().close();
    }

    @AfterEach
    void stop() throws IOException {
        pool.shutdownNow();
        server.close();
        lab.close();
    }

    @Test
    void aReaderAndAWriterBothLearnThatNobodyAnswered() throws Exception {
        lab.inflict(Fault.blackhole());

        for (int i = 0; i < 20; i++) {
            paths.clear();
            try (Socket socket = deferred(60)) {
                Future<Integer> reader =
                        pool.submit(() -> socket.getInputStream().read());
                Future<Integer> writer = pool.submit(() -> {
                    socket.getOutputStream().write(1);
                    return 0;
                });

                assertFails(SocketTimeoutException.class, reader);
                assertFails(SocketTimeoutException.class, writer);
                assertTrue(socket.isClosed());
            }
        }
    }

    @Test
    void closeGetsPastAThreadThatHoldsTheSocketsMonitor() throws Exception {
        lab.inflict(Fault.blackhole());

        Socket socket = deferred(0);
        Future<Integer> writer = pool.submit(() -> {
            synchronized (socket) {
                socket.getOutputStream().write(1);
                return 0;
            }
        });
        awaitSyn(socket);
        Future<Integer> closer = pool.submit(() -> {
            socket.close();
            return 0;
        });

        assertFails(IOException.class, writer);
        assertEquals(0, closer.get(5, TimeUnit.SECONDS));
    }

    @Test
    void askingWhatIsAvailableLearnsOfAFailureToo() throws Exception {
        int closed = server.getLocalPort();
        server.close();

        try (Socket socket = platform.socketFactory(FirstSpeaker.AUTO).createSocket()) {
            socket.connect(new InetSocketAddress(lab.peer(), closed), 2000);
            ConnectException refused = assertThrows(ConnectException.class, () -> {
                while (!socket.isClosed()) {
                    assertEquals(0, socket.getInputStream().available());
                    Thread.onSpinWait();
                }
            });

            assertTrue(String.valueOf(refused.getMessage()).contains("refused"));
        }
    }

    @Test
    void everyThreadThatWaitsGetsItsOwnException() throws Exception {
        lab.inflict(Fault.blackhole());

        try (Socket socket = deferred(100)) {
            InputStream input = socket.getInputStream();
            List<Future<Integer>> readers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                Callable<Integer> read = input::read;
                readers.add(pool.submit(read));
            }
            List<Throwable> causes = new ArrayList<>();
            for (Future<Integer> reader : readers) {
                causes.add(assertFails(SocketTimeoutException.class, reader));
            }

            assertEquals(4, causes.stream().distinct().count());
        }
    }

    @Test
    void withLinger0CloseWaitsForNobody() throws Exception {
        lab.inflict(Fault.blackhole());
        Socket socket = deferred(0);
        socket.setSoLinger(true, 0);
        long start = System.nanoTime();

        socket.close();

        assertTrue(System.nanoTime() - start < TimeUnit.SECONDS.toNanos(1));
    }

    private Socket deferred(int timeout) throws IOException {
        Socket socket = platform.socketFactory(FirstSpeaker.AUTO).createSocket();
        socket.connect(remote, timeout);
        return socket;
    }

    private void awaitSyn(Socket socket) {
        while (platform.report(socket).reason().equals("the SYN has not left yet")) {
            Thread.onSpinWait();
        }
    }

    private static Throwable assertFails(Class<? extends Throwable> type, Future<?> future) throws Exception {
        ExecutionException failure = assertThrows(ExecutionException.class, () -> future.get(10, TimeUnit.SECONDS));
        return assertInstanceOf(type, failure.getCause());
    }
}
