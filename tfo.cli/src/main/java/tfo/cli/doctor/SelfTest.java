package tfo.cli.doctor;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tfo.api.socket.ConnectRequest;
import tfo.api.socket.FastOpenConnection;
import tfo.api.socket.FastOpenListener;
import tfo.api.socket.FastOpenReport;
import tfo.api.socket.FastOpenSockets;
import tfo.api.socket.ListenRequest;

/**
 * Whether Fast Open works here, tried rather than read from settings: a listener on loopback, one connection that fetches a
 * cookie, one that sends its bytes in the SYN. Both ends are asked what happened.
 */
final class SelfTest {
    private static final byte[] FLIGHT = "is this on time?".getBytes(StandardCharsets.US_ASCII);
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final FastOpenSockets sockets;

    SelfTest(FastOpenSockets sockets) {
        this.sockets = sockets;
    }

    SelfTestReport run() {
        InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        ExecutorService peer = Executors.newSingleThreadExecutor();
        try (FastOpenListener listener = sockets.listen(ListenRequest.on(anyPort))) {
            exchange(listener, peer);
            return exchange(listener, peer);
        } catch (IOException e) {
            return SelfTestReport.broken(e);
        } finally {
            peer.shutdownNow();
        }
    }

    private SelfTestReport exchange(FastOpenListener listener, ExecutorService peer) throws IOException {
        Future<FastOpenReport> accepted = peer.submit(() -> echoOne(listener));
        ConnectRequest request = ConnectRequest.to(listener.localAddress())
                .firstFlight(ByteBuffer.wrap(FLIGHT))
                .timeout(LIMIT);
        try (FastOpenConnection connection = sockets.connect(request)) {
            byte[] answer = new byte[FLIGHT.length];
            connection.channel().socket().setSoTimeout((int) LIMIT.toMillis());
            int count = connection.channel().socket().getInputStream().readNBytes(answer, 0, answer.length);
            boolean intact = count == FLIGHT.length && Arrays.equals(answer, FLIGHT);
            return SelfTestReport.of(connection.report(), result(accepted), intact);
        }
    }

    private static FastOpenReport echoOne(FastOpenListener listener) throws IOException {
        try (FastOpenConnection connection = listener.accept(LIMIT)) {
            SocketChannel channel = connection.channel();
            ByteBuffer bytes = ByteBuffer.allocate(FLIGHT.length);
            while (bytes.hasRemaining() && channel.read(bytes) >= 0) {}
            FastOpenReport report = connection.report();
            bytes.flip();
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            return report;
        }
    }

    private static <T> T result(Future<T> future) throws IOException {
        try {
            return future.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("the listener's side failed: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }
}
