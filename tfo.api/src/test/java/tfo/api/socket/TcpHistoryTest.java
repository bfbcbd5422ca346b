package tfo.api.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tfo.api.socket.TcpHistory.Stretch;
import tfo.api.tcp.TcpInfo;
import tfo.api.tcp.TcpInfoField;
import tfo.api.tcp.TcpState;

@Timeout(30)
class TcpHistoryTest {
    private static final Duration AGE = Duration.ofDays(1);

    private final AtomicInteger readings = new AtomicInteger();
    private final AtomicBoolean closed = new AtomicBoolean();
    /** Each reading finds a thousand bytes acknowledged, two thousand received and one segment sent again since the last one. */
    private final FastOpenConnection connection = (FastOpenConnection) Proxy.newProxyInstance(
            getClass().getClassLoader(), new Class<?>[] {FastOpenConnection.class}, (proxy, method, arguments) -> {
                if (method.getName().equals("age")) {
                    return AGE;
                }
                if (method.getName().equals("accepted")) {
                    return false;
                }
                assertEquals("tcpInfo", method.getName());
                if (closed.get()) {
                    throw new ClosedChannelException();
                }
                long n = readings.incrementAndGet();
                return Optional.of(new TcpInfo(Map.of(
                        TcpInfoField.STATE,
                        number(TcpState.ESTABLISHED),
                        TcpInfoField.BYTES_ACKED,
                        1 + n * 1000,
                        TcpInfoField.BYTES_RECEIVED,
                        n * 2000,
                        TcpInfoField.TOTAL_RETRANS,
                        n)));
            });

    @Test
    void aStretchIsWhatHappenedBetweenTwoReadings() {
        TcpHistory history = TcpHistory.of(connection);
        history.read();
        history.close();

        Stretch first = history.stretches().get(1);
        Stretch whole = history.whole().orElseThrow();
        assertEquals(3, history.stretches().size());
        assertEquals(1000, first.bytesAcked());
        assertEquals(2000, first.bytesReceived());
        assertEquals(1, first.retransmits());
        assertEquals(3000, whole.bytesAcked());
        assertEquals(whole.bytesAcked() * 1e9 / whole.length().toNanos(), whole.ackedPerSecond());
        assertEquals(2 * whole.ackedPerSecond(), whole.receivedPerSecond(), whole.ackedPerSecond() / 1e6);
    }

    @Test
    void itBeginsWithTheConnection() {
        Stretch first = TcpHistory.of(connection).stretches().get(0);

        assertEquals(Duration.ZERO, first.from().at());
        assertTrue(first.length().compareTo(AGE) > 0, first::toString);
        assertEquals(TcpState.SYN_SENT, first.from().info().state());
        assertEquals(
                first.to().info().fields().keySet(),
                first.from().info().fields().keySet());
        assertEquals(1000, first.bytesAcked());
        assertEquals(2000, first.bytesReceived());
        assertEquals(1, first.retransmits());
    }

    @Test
    void ofAClosedConnectionThereIsNone() {
        closed.set(true);
        TcpHistory history = TcpHistory.of(connection);

        assertFalse(history.read());
        assertTrue(history.whole().isEmpty());
        assertTrue(history.stretches().isEmpty());
    }

    @Test
    void howeverLongItLastsItKeepsTheFirstTheLastAndAFewBetween() {
        TcpHistory history = TcpHistory.of(connection);

        for (int i = 1; i < 10_000; i++) {
            history.read();
            assertTrue(history.readings().size() <= TcpHistory.MOST);
        }

        Stretch whole = history.whole().orElseThrow();
        assertTrue(history.readings().size() >= TcpHistory.MOST / 2);
        assertEquals(0, whole.from().info().bytesAcked());
        assertEquals(10_000_000, whole.bytesAcked());
        long longest = history.stretches().stream()
                .mapToLong(Stretch::bytesAcked)
                .max()
                .orElseThrow();
        assertTrue(longest <= 2_000 * 10_000 / (TcpHistory.MOST / 2), longest + " bytes in one stretch of the history");
    }

    @Test
    void theThreadReadsUntilTheConnectionIsClosed() {
        TcpHistory history = TcpHistory.of(connection).every(Duration.ofMillis(1));
        assertThrows(IllegalStateException.class, () -> history.every(Duration.ofSeconds(1)));
        await(() -> history.readings().size() > 3);

        closed.set(true);

        await(() -> watchers().findAny().isEmpty());
        assertFalse(history.read());
        assertTrue(history.readings().size() > 3);
    }

    @Test
    void closingTheHistoryEndsTheThreadAtOnceAndReadsOnceMore() {
        TcpHistory history = TcpHistory.of(connection).every(Duration.ofDays(1));

        history.close();

        await(() -> watchers().findAny().isEmpty());
        assertEquals(3, history.readings().size());
        history.close();
        assertEquals(3, history.readings().size());
        assertThrows(IllegalStateException.class, () -> history.every(Duration.ofSeconds(1)));
        assertThrows(IllegalArgumentException.class, () -> history.every(Duration.ofNanos(1)));
    }

    @Test
    void anIntervalBeyondAllClocksIsWaitedForLikeAnyOther() {
        TcpHistory history = TcpHistory.of(connection).every(Duration.ofSeconds(Long.MAX_VALUE));

        await(() -> watchers().allMatch(thread -> thread.getState() == Thread.State.TIMED_WAITING));
        assertEquals(1, watchers().count());
        history.close();

        await(() -> watchers().findAny().isEmpty());
        assertEquals(3, history.readings().size());
    }

    private static Stream<Thread> watchers() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("tfo-tcp-history"));
    }

    // The class's time-out bounds the wait: it interrupts.
    private static void await(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            assertFalse(Thread.interrupted(), "what was waited for did not happen");
            LockSupport.parkNanos(1_000_000);
        }
    }

    private static long number(TcpState state) {
        return List.of(TcpState.values()).indexOf(state);
    }
}
