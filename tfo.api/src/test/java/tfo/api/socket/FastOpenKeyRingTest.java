package tfo.api.socket;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tfo.api.Availability;

@Timeout(60)
class FastOpenKeyRingTest {
    // By another program, out of the secret 00 01 02 .. 1f: the keys of the periods 99, 100 and 101.
    private static final String K99 = "104f1b80c29ea3d8daaf459bb135471e",
            K100 = "632e3db1aeb9e412deb08db2b95bd841",
            K101 = "43722dedd982e5930c67c2dc19833ac0";

    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration HALF_HOUR = Duration.ofMinutes(30);

    private Instant now = Instant.EPOCH.plus(HOUR.multipliedBy(100));
    private final FastOpenKeyRing ring = FastOpenKeyRing.of(secret(), HOUR, () -> now);

    private static byte[] secret() {
        byte[] secret = new byte[FastOpenKeyRing.SECRET_LENGTH];
        for (int i = 0; i < secret.length; i++) {
            secret[i] = (byte) i;
        }
        return secret;
    }

    @Test
    void hkdfIsThatOfRfc5869() {
        HexFormat hex = HexFormat.of();
        byte[] key = Hkdf.extract(
                hex.parseHex("000102030405060708090a0b0c"),
                hex.parseHex("0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b"));

        assertEquals("077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5", hex.formatHex(key));
        assertEquals(
                "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf",
                hex.formatHex(Hkdf.expand(key, hex.parseHex("f0f1f2f3f4f5f6f7f8f9"))));
    }

    @Test
    void aNewKeyIsABackupFirstAndTheOldOneIsABackupAfterwards() throws IOException {
        Listener listener = new Listener();

        assertTrue(ring.serve(listener.proxy).usable());
        now = ring.rotate();
        assertEquals(Instant.EPOCH.plus(HOUR.multipliedBy(100)).plus(HALF_HOUR), now);
        now = ring.rotate();
        ring.rotate();
        ring.rotate();

        assertEquals(List.of(K100 + K99, K100 + K101, K101 + K100), listener.keys);
    }

    @Test
    void hostsWhoseClocksDifferByLessThanHalfAPeriodTakeEachOthersCookies() {
        for (int minute = 0; minute < 240; minute++) {
            String here = keysAt(minute);
            String there = keysAt(minute + 29);

            assertTrue(there.contains(here.substring(0, 32)), here + " and " + there);
            assertTrue(here.contains(there.substring(0, 32)), here + " and " + there);
        }
    }

    private static String keysAt(int minute) {
        try (FastOpenKeyRing ring = FastOpenKeyRing.of(secret(), HOUR, () -> Instant.ofEpochSecond(minute * 60L))) {
            return HexFormat.of().formatHex(ring.keys());
        }
    }

    @Test
    void anotherSecretHasOtherKeys() {
        byte[] other = secret();
        other[31] ^= 1;

        assertFalse(HexFormat.of()
                .formatHex(FastOpenKeyRing.of(other, HOUR, () -> now).keys())
                .contains(K100));
    }

    @Test
    void closedListenersAreForgottenAndTheOthersKeepTurning() throws IOException {
        Listener closed = new Listener();
        Listener broken = new Listener();
        Listener removed = new Listener();
        Listener last = new Listener();
        for (Listener each : List.of(closed, broken, removed, last)) {
            ring.serve(each.proxy);
        }
        ring.remove(removed.proxy);
        closed.failure = new ClosedChannelException();
        broken.failure = new IOException("no");
        now = now.plus(HALF_HOUR);

        assertEquals("no", assertThrows(IOException.class, ring::rotate).getMessage());
        broken.failure = null;
        closed.failure = null;
        ring.rotate();

        assertEquals(1, closed.keys.size());
        assertEquals(2, broken.keys.size());
        assertEquals(1, removed.keys.size());
        assertEquals(2, last.keys.size());
    }

    @Test
    void aListenerThatCannotHaveKeysIsToldAndNotLookedAfter() throws IOException {
        Listener without = new Listener();
        without.answer = Availability.missing("a backup key takes Linux 5.3");

        assertEquals("a backup key takes Linux 5.3", ring.serve(without.proxy).reason());
        now = now.plus(HALF_HOUR);
        ring.rotate();

        assertEquals(1, without.keys.size());
    }

    @Test
    void aListenerThatRefusesLaterIsAFailure() throws IOException {
        Listener listener = new Listener();
        ring.serve(listener.proxy);
        listener.answer = Availability.missing("ENOMEM");
        now = now.plus(HALF_HOUR);

        String message = assertThrows(IOException.class, ring::rotate).getMessage();
        assertTrue(message.endsWith("ENOMEM"), message);
        listener.answer = Availability.ready();
        ring.rotate();
        assertEquals(K100 + K101, listener.keys.get(2));
    }

    @Test
    void aListenerThatIsOutOfOrderCostsTheOthersNothing() throws IOException {
        Listener odd = new Listener();
        Listener other = new Listener();
        ring.serve(odd.proxy);
        ring.serve(other.proxy);
        odd.fault = new IllegalStateException("out of order");
        now = now.plus(HALF_HOUR);

        assertEquals(odd.fault, assertThrows(IOException.class, ring::rotate).getCause());
        assertEquals(List.of(K100 + K99, K100 + K101), other.keys);
        odd.fault = null;
        ring.rotate();
        assertEquals(List.of(K100 + K99, K100 + K101), odd.keys);
    }

    @Test
    void threadsThatServeTurnAndRemoveAtOnceLeaveEveryListenerWithTheKeysOfNow() throws Exception {
        AtomicReference<Instant> time = new AtomicReference<>(now);
        List<Listener> all = new CopyOnWriteArrayList<>();
        try (FastOpenKeyRing own = FastOpenKeyRing.of(secret(), HOUR, time::get)) {
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                threads.add(new Thread(() -> assertDoesNotThrow(() -> {
                    for (int round = 0; round < 40; round++) {
                        Listener listener = new Listener();
                        own.serve(listener.proxy);
                        all.add(listener);
                        time.updateAndGet(before -> before.plus(HALF_HOUR));
                        own.rotate();
                        if (round % 2 == 0) {
                            own.remove(listener.proxy);
                            all.remove(listener);
                        }
                    }
                })));
            }
            threads.forEach(Thread::start);
            for (Thread thread : threads) {
                thread.join();
            }
            own.rotate();

            String keys = HexFormat.of().formatHex(own.keys());
            assertEquals(80, all.size());
            for (Listener listener : all) {
                assertEquals(keys, listener.keys.get(listener.keys.size() - 1));
            }
        }
    }

    @Test
    void theThreadTurnsTheRingUntilItIsClosed() throws IOException {
        Listener listener = new Listener();
        FastOpenKeyRing own =
                FastOpenKeyRing.of(secret(), Duration.ofSeconds(1)).start();
        own.serve(listener.proxy);
        assertThrows(IllegalStateException.class, own::start);

        await(() -> listener.keys.size() >= 3);
        own.close();

        await(() -> turners() == 0);
        List<String> seen = new ArrayList<>(listener.keys);
        for (int i = 1; i < seen.size(); i++) {
            assertFalse(seen.get(i).equals(seen.get(i - 1)));
        }
    }

    @Test
    void theThreadOutlivesAClockThatFailsAndTurnsOnAfterwards() throws IOException {
        AtomicInteger failures = new AtomicInteger();
        AtomicBoolean broken = new AtomicBoolean();
        Listener listener = new Listener();
        try (FastOpenKeyRing own = FastOpenKeyRing.of(secret(), Duration.ofSeconds(1), () -> {
            if (broken.get()) {
                failures.incrementAndGet();
                throw new ArithmeticException("out of order");
            }
            return Instant.now();
        })) {
            own.serve(listener.proxy);
            broken.set(true);
            own.start();
            await(() -> failures.get() >= 2);
            int before = listener.keys.size();

            broken.set(false);

            await(() -> listener.keys.size() > before);
        }
    }

    @Test
    void aThreadThatAnErrorEndedCanBeStartedAgain() throws IOException {
        AtomicBoolean broken = new AtomicBoolean();
        Listener listener = new Listener();
        try (FastOpenKeyRing own = FastOpenKeyRing.of(secret(), Duration.ofSeconds(1), () -> {
            if (broken.getAndSet(false)) {
                throw new AssertionError("ends the thread");
            }
            return Instant.now();
        })) {
            own.serve(listener.proxy);
            broken.set(true);
            own.start();
            await(() -> !broken.get() && turners() == 0);

            own.start();

            await(() -> listener.keys.size() >= 2);
        }
    }

    private static long turners() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("tfo-key-ring"))
                .count();
    }

    // The class's time-out bounds the wait: it interrupts.
    private static void await(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            assertFalse(Thread.interrupted(), "what was waited for did not happen");
            LockSupport.parkNanos(1_000_000);
        }
    }

    @Test
    void aClosedRingHasNoKeysAndTheWordsNone() {
        assertFalse(ring.toString().contains(K100));
        ring.close();
        ring.close();

        assertThrows(IllegalStateException.class, ring::keys);
        assertThrows(IllegalStateException.class, ring::rotate);
        assertThrows(IllegalStateException.class, ring::start);
        assertThrows(IllegalStateException.class, () -> ring.serve(new Listener().proxy));
    }

    @Test
    void theKeysAreLentAndTheSecretIsCopied() {
        byte[] secret = secret();
        FastOpenKeyRing own = FastOpenKeyRing.of(secret, HOUR, () -> now);
        byte[] keys = own.keys();
        Arrays.fill(secret, (byte) 9);
        Arrays.fill(keys, (byte) 9);

        assertArrayEquals(HexFormat.of().parseHex(K100 + K99), own.keys());
    }

    @Test
    void aSecretOrPeriodOutOfRangeIsRefused() throws IOException {
        assertThrows(IllegalArgumentException.class, () -> FastOpenKeyRing.of(new byte[16], HOUR));
        assertThrows(IllegalArgumentException.class, () -> FastOpenKeyRing.of(secret(), Duration.ofMillis(999)));
        Duration longest = Duration.ofDays(36_500);
        assertThrows(IllegalArgumentException.class, () -> FastOpenKeyRing.of(secret(), longest.plusNanos(1)));
        try (FastOpenKeyRing ring = FastOpenKeyRing.of(secret(), longest)) {
            assertEquals(32, ring.keys().length);
            assertTrue(ring.rotate().isAfter(Instant.now()));
        }
    }

    /** Notes the keys it is given. */
    private static final class Listener {
        final List<String> keys = new CopyOnWriteArrayList<>();
        volatile @Nullable IOException failure;
        volatile @Nullable RuntimeException fault;
        volatile Availability answer = Availability.ready();

        final FastOpenListener proxy = (FastOpenListener) Proxy.newProxyInstance(
                Listener.class.getClassLoader(),
                new Class<?>[] {FastOpenListener.class},
                (self, method, arguments) -> switch (method.getName()) {
                    case "fastOpenKey" -> take((byte[]) arguments[0]);
                    case "localAddress" -> new InetSocketAddress(0);
                    case "hashCode" -> System.identityHashCode(self);
                    case "equals" -> self == arguments[0];
                    default -> throw new AssertionError(method);
                });

        private Availability take(byte[] key) throws IOException {
            RuntimeException wrong = fault;
            if (wrong != null) {
                throw wrong;
            }
            IOException now = failure;
            if (now != null) {
                throw now;
            }
            keys.add(HexFormat.of().formatHex(key));
            return answer;
        }
    }
}
