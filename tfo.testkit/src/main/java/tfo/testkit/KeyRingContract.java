package tfo.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tfo.api.Availability;
import tfo.api.socket.ConnectRequest;
import tfo.api.socket.FastOpenConnection;
import tfo.api.socket.FastOpenKeyRing;
import tfo.api.socket.FastOpenListener;
import tfo.api.socket.ListenRequest;
import tfo.api.tcp.FastOpenCounters;
import tfo.testkit.peer.Addresses;

/** Keys that change while a listener serves, and hosts that share them. */
@Timeout(600)
abstract class KeyRingContract extends ProviderContract {
    private static final Duration PERIOD = Duration.ofHours(1);
    private static final int CLIENTS = 20, ROTATIONS = 20, THREADS = 4;

    private volatile Instant now = Instant.EPOCH.plus(PERIOD.multipliedBy(1000));

    // One address of the server for each client: of the cookies for one address the kernel keeps those of five or so
    // sources.
    private final List<InetAddress> clients = new ArrayList<>();
    private final List<InetAddress> servers = new ArrayList<>();

    /** How often the ring was turned, and how often it had been, plus one, when each client came last. */
    private volatile int turns;

    private final AtomicIntegerArray seen = new AtomicIntegerArray(CLIENTS);
    private volatile boolean over;

    @Test
    void noConnectFallsBackHoweverOftenTheKeyChanges() throws IOException {
        try (FastOpenKeyRing ring = ring(1);
                FastOpenListener listener = listener()) {
            assertEquals(fastOpen(), ring.serve(listener).usable());
            meetAll(listener);
            FastOpenCounters before = sockets().counters();

            // Without Fast Open there is nothing that could fall back.
            int connects = fastOpen() ? 10_000 : 400;
            int acknowledged = 0;
            for (int half = 0; half < 2 * ROTATIONS; half++) {
                for (int i = 0; i < connects / (2 * ROTATIONS); i++) {
                    acknowledged += connect(i % CLIENTS, listener) ? 1 : 0;
                }
                now = ring.rotate();
                ring.rotate();
            }

            assertEquals(fastOpen() ? connects : 0, acknowledged);
            // Each client comes with the older key once after each change but the last.
            int backup = CLIENTS * (ROTATIONS - 1);
            FastOpenCounters expected = new FastOpenCounters(connects, 0, connects, 0, 0, 0, 0, backup);
            assertEquals(
                    fastOpen() ? expected : FastOpenCounters.NONE,
                    sockets().counters().since(before));
        }
    }

    @Test
    void noConnectFallsBackWhileAThreadTurnsTheRing() throws Exception {
        List<Background<Integer>> threads = new ArrayList<>();
        try (FastOpenKeyRing ring = ring(6);
                FastOpenListener listener = listener()) {
            ring.serve(listener);
            meetAll(listener);
            FastOpenCounters before = sockets().counters();
            for (int i = 0; i < THREADS; i++) {
                int first = i;
                threads.add(Background.start(() -> connectUntilOver(first, listener)));
            }
            turn(ring, threads);
            over = true;
            int connects = 0;
            for (Background<Integer> thread : threads) {
                connects += thread.result();
            }

            FastOpenCounters expected = new FastOpenCounters(connects, 0, connects, 0, 0, 0, 0, CLIENTS * ROTATIONS);
            assertEquals(
                    fastOpen() ? expected : FastOpenCounters.NONE,
                    sockets().counters().since(before));
        } finally {
            over = true;
        }
    }

    /** Turns the ring under the clients, each of which has come once since the last time: it comes with the older key at most. */
    private void turn(FastOpenKeyRing ring, List<Background<Integer>> threads) throws IOException {
        for (int next = 1; next <= 2 * ROTATIONS; next++) {
            awaitAllClients(threads);
            now = ring.rotate();
            ring.rotate();
            turns = next;
        }
        awaitAllClients(threads);
    }

    private void awaitAllClients(List<Background<Integer>> threads) {
        while (IntStream.range(0, CLIENTS).anyMatch(client -> seen.get(client) <= turns)) {
            // A thread that ends before it is told to has failed, and says so when its result is asked for.
            if (threads.stream().anyMatch(Background::isDone)) {
                return;
            }
            assertFalse(Thread.interrupted(), "a client did not come within the test's time");
            LockSupport.parkNanos(100_000);
        }
    }

    /** How often the clients of one thread connected, of whom none fell back. */
    private int connectUntilOver(int first, FastOpenListener listener) throws IOException {
        int connects = 0;
        for (int client = first; !over; client = (client + THREADS) % CLIENTS) {
            int before = turns;
            assertEquals(fastOpen(), connect(client, listener));
            seen.set(client, before + 1);
            connects++;
        }
        return connects;
    }

    @Test
    void withoutABackupEveryClientFallsBackOnce() throws IOException {
        try (FastOpenKeyRing ring = ring(2);
                FastOpenListener listener = listener()) {
            byte[] first = Arrays.copyOf(ring.keys(), 16);
            byte[] second = Arrays.copyOfRange(ring.keys(), 16, 32);
            assertEquals(fastOpen(), listener.fastOpenKey(first).usable());
            meetAll(listener);

            listener.fastOpenKey(second);

            for (int client = 0; client < CLIENTS; client++) {
                assertEquals(false, connect(client, listener));
                assertEquals(fastOpen(), connect(client, listener));
            }
        }
    }

    @Test
    void hostsWithOneSecretTakeEachOthersCookies() throws IOException {
        // The clock of one is twenty minutes ahead, and in the next period already.
        now = now.plus(Duration.ofMinutes(50));
        try (FastOpenKeyRing here = ring(3);
                FastOpenKeyRing there = FastOpenKeyRing.of(secret(3), PERIOD, () -> now.plus(Duration.ofMinutes(20)));
                FastOpenKeyRing stranger = ring(4);
                FastOpenListener one = listener();
                FastOpenListener other = listener();
                FastOpenListener foreign = listener()) {
            here.serve(one);
            there.serve(other);
            stranger.serve(foreign);
            meetAll(one);

            // A cookie is for an address, whatever the port: these stand for three hosts behind one address.
            for (int client = 0; client < CLIENTS; client++) {
                assertEquals(fastOpen(), connect(client, other));
                assertEquals(fastOpen(), connect(client, one));
            }
            assertEquals(false, connect(0, foreign));
        }
    }

    @Test
    void aKeyIsCheckedAndAClosedListenerTakesNone() throws IOException {
        try (FastOpenKeyRing ring = ring(5)) {
            FastOpenListener listener = listener();
            assertThrows(IllegalArgumentException.class, () -> listener.fastOpenKey(new byte[15]));
            Availability one = listener.fastOpenKey(new byte[16]);
            assertEquals(fastOpen(), one.usable());
            assertEquals(fastOpen(), one.reason().isEmpty());
            ring.serve(listener);
            listener.close();

            assertThrows(ClosedChannelException.class, () -> listener.fastOpenKey(new byte[16]));
            assertThrows(ClosedChannelException.class, () -> ring.serve(listener));
            now = ring.rotate();
            assertTrue(ring.rotate().isAfter(now));
        }
    }

    private FastOpenKeyRing ring(int secret) {
        return FastOpenKeyRing.of(secret(secret), PERIOD, () -> now);
    }

    private static byte[] secret(int number) {
        byte[] secret = new byte[FastOpenKeyRing.SECRET_LENGTH];
        secret[0] = (byte) number;
        return secret;
    }

    private FastOpenListener listener() throws IOException {
        return sockets().listen(ListenRequest.on(new InetSocketAddress(Addresses.of(0, 0, 0, 0), 0)));
    }

    /** New clients, each of which gets a cookie. */
    private void meetAll(FastOpenListener listener) throws IOException {
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(Addresses.fresh());
            servers.add(Addresses.fresh());
            assertEquals(false, connect(i, listener));
        }
    }

    /** Whether the listener took data out of this client's SYN, by the account of both ends. */
    private boolean connect(int client, FastOpenListener listener) throws IOException {
        int port = listener.localAddress().getPort();
        ConnectRequest request = ConnectRequest.to(new InetSocketAddress(servers.get(client), port))
                .local(new InetSocketAddress(clients.get(client), 0))
                .firstFlight(ByteBuffer.wrap(new byte[] {1}));
        try (FastOpenConnection connection = sockets().connect(request);
                FastOpenConnection accepted = listener.accept(Duration.ofSeconds(20))) {
            assertEquals(1, accepted.channel().read(ByteBuffer.allocate(2)));
            assertEquals(
                    connection.report().acknowledged(),
                    accepted.report().acknowledged(),
                    connection.report()::toString);
            return connection.report().acknowledged();
        }
    }
}
