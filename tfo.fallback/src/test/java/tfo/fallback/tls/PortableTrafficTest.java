package tfo.fallback.tls;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tfo.api.tls.TlsException;
import tfo.api.tls.TlsException.Reason;
import tfo.api.tls.TlsVersion;
import tfo.testkit.Background;

/** Bytes, ends of streams, and waits. */
class PortableTrafficTest extends Meetings {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @ParameterizedTest
    @EnumSource
    void aLotOfBytesArriveInOrder(TlsVersion version) throws Exception {
        byte[] sent = new byte[5_000_000];
        new Random(1).nextBytes(sent);
        try (Meeting.Pair pair = meet(client(version).build(), server(), "localhost")) {
            var writing = CompletableFuture.runAsync(() -> Meeting.write(pair.client(), sent), Meeting::start);
            byte[] back = new byte[sent.length];
            var answering = CompletableFuture.runAsync(() -> Meeting.write(pair.server(), sent), Meeting::start);
            var reading = CompletableFuture.supplyAsync(() -> Meeting.read(pair.client(), back.length), Meeting::start);

            assertArrayEquals(sent, Meeting.read(pair.server(), sent.length));
            assertArrayEquals(sent, reading.get(60, TimeUnit.SECONDS));
            writing.get(60, TimeUnit.SECONDS);
            answering.get(60, TimeUnit.SECONDS);
        }
    }

    @Test
    void whoHasShutTheOutputStillReads() throws Exception {
        try (Meeting.Pair pair = meet(client().build(), server(), "localhost")) {
            pair.client().shutdownOutput();
            pair.client().shutdownOutput();

            assertEquals(-1, pair.server().read(ByteBuffer.allocate(9)));
            assertEquals(-1, pair.server().read(ByteBuffer.allocate(9)));
            assertThrows(ClosedChannelException.class, () -> pair.client().write(ByteBuffer.allocate(1)));
            Meeting.write(pair.server(), new byte[] {1, 2, 3});
            assertArrayEquals(new byte[] {1, 2, 3}, Meeting.read(pair.client(), 3));
            pair.server().close();
            assertEquals(-1, pair.client().read(ByteBuffer.allocate(9)));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aStreamThatIsCutIsTruncated(TlsVersion version) throws Exception {
        try (Meeting.Pair pair = meet(client(version).build(), server(), "localhost")) {
            Meeting.write(pair.server(), new byte[3]);
            pair.server().underneath().orElseThrow().channel().shutdownOutput();

            assertEquals(3, pair.client().read(ByteBuffer.allocate(9)));
            var thrown = assertThrows(TlsException.class, () -> pair.client().read(ByteBuffer.allocate(9)));
            assertEquals(Reason.TRUNCATED, thrown.reason());
        }
    }

    @Test
    void aStreamThatIsCutIsAnEndForWhoAllowsIt() throws Exception {
        try (Meeting.Pair pair = meet(client().truncationAllowed().build(), server(), "localhost")) {
            pair.server().underneath().orElseThrow().channel().shutdownOutput();

            assertEquals(-1, pair.client().read(ByteBuffer.allocate(9)));
        }
    }

    @Test
    void aReadThatTimesOutLeavesTheConnectionUsable() throws Exception {
        try (Meeting.Pair pair = meet(client().build(), server(), "localhost")) {
            pair.client().readTimeout(Duration.ofMillis(100));
            assertThrows(SocketTimeoutException.class, () -> pair.client().read(ByteBuffer.allocate(9)));

            pair.client().readTimeout(Duration.ofSeconds(60));
            pair.talk();
        }
    }

    @Test
    void anInterruptDoesNotEndAWait() throws Exception {
        try (Meeting.Pair pair = meet(client().build(), server(), "localhost")) {
            Thread.currentThread().interrupt();
            pair.client().readTimeout(Duration.ofMillis(100));
            assertThrows(SocketTimeoutException.class, () -> pair.client().read(ByteBuffer.allocate(9)));
            assertTrue(Thread.interrupted());

            pair.client().readTimeout(Duration.ZERO);
            pair.talk();
        }
    }

    @Test
    void aCloseEndsReaderAndWriter() throws Exception {
        try (Meeting.Pair pair = meet(client().build(), server(), "localhost")) {
            var reader = Background.start(() -> pair.client().read(ByteBuffer.allocate(1)))
                    .blocked();
            var writer = Background.start(() -> pair.client().write(ByteBuffer.allocate(64_000_000)));
            Meeting.read(pair.server(), 1_000_000);

            pair.client().close();

            assertInstanceOf(AsynchronousCloseException.class, reader.failure(PATIENCE));
            assertInstanceOf(AsynchronousCloseException.class, writer.failure(PATIENCE));
            assertThrows(ClosedChannelException.class, () -> pair.client().read(ByteBuffer.allocate(9)));
            assertThrows(ClosedChannelException.class, () -> pair.client().write(ByteBuffer.allocate(9)));
            assertThrows(ClosedChannelException.class, () -> pair.client().shutdownOutput());
        }
    }

    @Test
    void aCloseUnderneathEndsAWait() throws Exception {
        try (Meeting.Pair pair = meet(client().build(), server(), "localhost")) {
            var reader = Background.start(() -> pair.client().read(ByteBuffer.allocate(1)))
                    .blocked();

            pair.client().underneath().orElseThrow().close();

            assertInstanceOf(ClosedChannelException.class, reader.failure(PATIENCE));
        }
    }
}
