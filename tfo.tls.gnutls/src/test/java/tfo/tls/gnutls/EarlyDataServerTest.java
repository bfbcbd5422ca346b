package tfo.tls.gnutls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tfo.api.tls.HandshakeReport.EarlyData;
import tfo.api.tls.ReplayGuard;
import tfo.api.tls.TlsConnection;
import tfo.testkit.Background;
import tfo.tls.gnutls.EarlyTown.Visit;

/** A server of ours takes early data of OpenSSL's, once, and answers it before the client's Finished. */
@Timeout(300)
class EarlyDataServerTest {
    private static final String REQUEST = "what time is it?\n";
    private static final String ANSWER = "half past ten".repeat(1000) + "\n";
    private static final byte[] KEY = new byte[64];

    static {
        Arrays.fill(KEY, (byte) 7);
    }

    @TempDir
    private Path folder;

    private static Visit answered(TlsConnection connection, EarlyData fate) throws IOException {
        Visit visit = EarlyTown.request(connection, fate);
        EarlyTown.answer(connection, ANSWER);
        return visit;
    }

    private static EarlyTown town() throws IOException {
        return new EarlyTown(builder -> builder.ticketKey(KEY), EarlyDataServerTest::answered);
    }

    private OpenSslVisitor met(EarlyTown town, String... options) throws Exception {
        OpenSslVisitor client = new OpenSslVisitor(folder, options);
        assertEquals(ANSWER, client.meet(town.port(), REQUEST));
        assertEquals(new Visit(EarlyData.NONE, false, REQUEST, ""), town.next());
        return client;
    }

    @Test
    void theAnswerLeavesBeforeTheClientsFinished() throws Exception {
        try (EarlyTown town = town()) {
            OpenSslVisitor client = met(town);

            try (SecondFlightHeld path = new SecondFlightHeld(town.port(), ANSWER.length())) {
                assertEquals(ANSWER, client.resume(path.port(), REQUEST, ""));
                assertEquals(new Visit(EarlyData.ACCEPTED, true, REQUEST, ""), town.next());
                assertFalse(path.wasImpatient());
            }
        }
    }

    @Test
    void everyCipherWithAWholeTagDoes() throws Exception {
        for (String suite : List.of(
                "TLS_AES_128_GCM_SHA256",
                "TLS_AES_256_GCM_SHA384",
                "TLS_CHACHA20_POLY1305_SHA256",
                "TLS_AES_128_CCM_SHA256")) {
            try (EarlyTown town = town()) {
                OpenSslVisitor client = met(town, "-ciphersuites", suite);

                try (SecondFlightHeld path = new SecondFlightHeld(town.port(), ANSWER.length())) {
                    assertEquals(ANSWER, client.resume(path.port(), REQUEST, ""), suite);
                    assertEquals(new Visit(EarlyData.ACCEPTED, true, REQUEST, ""), town.next(), suite);
                    assertFalse(path.wasImpatient(), suite);
                }
            }
        }
    }

    @Test
    void aCipherWithAShortTagIsAnsweredAfterTheHandshake() throws Exception {
        try (EarlyTown town = new EarlyTown(
                builder -> builder.dangerous().weakPriority("NORMAL:+AES-128-CCM-8"), EarlyDataServerTest::answered)) {
            OpenSslVisitor client = met(town, "-ciphersuites", "TLS_AES_128_CCM_8_SHA256");

            assertEquals(ANSWER, client.resume(town.port(), REQUEST, ""));
            assertEquals(new Visit(EarlyData.ACCEPTED, true, REQUEST, ""), town.next());
        }
    }

    @Test
    void confirmWaitsForTheClientsFinished() throws Exception {
        AtomicReference<IOException> failure = new AtomicReference<>();
        EarlyTown.Deed confirming = (connection, fate) -> {
            Visit visit = EarlyTown.request(connection, fate);
            try {
                connection.confirm();
                EarlyTown.answer(connection, ANSWER);
            } catch (IOException e) {
                failure.set(e);
            }
            return visit;
        };
        try (EarlyTown town =
                new EarlyTown(builder -> builder.ticketKey(KEY).handshakeTimeout(Duration.ofSeconds(5)), confirming)) {
            OpenSslVisitor client = met(town);

            assertEquals(ANSWER, client.resume(town.port(), REQUEST, ""));
            assertEquals(new Visit(EarlyData.ACCEPTED, true, REQUEST, ""), town.next());

            try (SecondFlightHeld path = new SecondFlightHeld(town.port(), Integer.MAX_VALUE)) {
                met(town);
                CompletableFuture<String> held = resumed(client, path.port());
                assertEquals(new Visit(EarlyData.ACCEPTED, true, REQUEST, ""), town.next());
                assertEquals(SocketTimeoutException.class, failure.get().getClass());
                path.hangUp();
                assertEquals("", held.join());
            }
        }
    }

    private static CompletableFuture<String> resumed(OpenSslVisitor client, int port) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return client.resume(port, REQUEST, "");
                    } catch (IOException | InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                },
                work -> new Thread(work, "openssl").start());
    }

    @Test
    void whatFollowsEarlyDataIsNotEarly() throws Exception {
        EarlyTown.Deed twice = (connection, fate) -> {
            Visit first = EarlyTown.request(connection, fate);
            EarlyTown.answer(connection, "one\n");
            Visit second = EarlyTown.request(connection, fate);
            EarlyTown.answer(connection, "two\n");
            return new Visit(fate, second.early(), first.request() + second.request(), "");
        };
        try (EarlyTown town = town();
                EarlyTown other = new EarlyTown(builder -> builder.ticketKey(KEY), twice)) {
            OpenSslVisitor client = met(town);

            assertEquals("one\ntwo\n", client.resume(other.port(), REQUEST, "and where?\n"));
            assertEquals(new Visit(EarlyData.ACCEPTED, false, REQUEST + "and where?\n", ""), other.next());
        }
    }

    @Test
    void readingOnBeforeAnsweringIsAnsweredAfterTheHandshake() throws Exception {
        EarlyTown.Deed patient = (connection, fate) -> {
            Visit first = EarlyTown.request(connection, fate);
            Visit second = EarlyTown.request(connection, fate);
            EarlyTown.answer(connection, "both\n");
            return new Visit(fate, first.early() && !second.early(), first.request() + second.request(), "");
        };
        try (EarlyTown town = town();
                EarlyTown other = new EarlyTown(builder -> builder.ticketKey(KEY), patient)) {
            OpenSslVisitor client = met(town);

            assertEquals("both\n", client.resume(other.port(), REQUEST, "and where?\n"));
            assertEquals(new Visit(EarlyData.ACCEPTED, true, REQUEST + "and where?\n", ""), other.next());
        }
    }

    @Test
    @Tag("F45")
    void aReplayIsNeverExecuted() throws Exception {
        try (EarlyTown town = town()) {
            OpenSslVisitor client = met(town);
            byte[] flight;
            try (SecondFlightHeld path = new SecondFlightHeld(town.port(), ANSWER.length())) {
                client.resume(path.port(), REQUEST, "");
                flight = path.firstFlight();
            }
            assertEquals(new Visit(EarlyData.ACCEPTED, true, REQUEST, ""), town.next());

            for (int i = 0; i < 100; i++) {
                replay(flight, town.port());
                Visit replayed = town.next();
                assertFalse(replayed.failure().isEmpty(), replayed::toString);
            }

            assertEquals(ANSWER, met(town).resume(town.port(), REQUEST, ""));
            assertTrue(town.next().early());
        }
    }

    /** Sends what somebody else has sent, and waits for the end. */
    static void replay(byte[] flight, int port) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write(flight);
            socket.shutdownOutput();
            try (InputStream in = socket.getInputStream()) {
                in.readAllBytes();
            } catch (IOException e) {
                // A reset will do.
            }
        }
    }

    @Test
    void moreThanTheLimitEndsTheConnection() throws Exception {
        try (EarlyTown town = town();
                EarlyTown modest = new EarlyTown(
                        builder -> builder.ticketKey(KEY).earlyData(100), EarlyDataServerTest::answered)) {
            OpenSslVisitor client = met(town);

            assertEquals("", client.resume(modest.port(), "x".repeat(101) + "\n", ""));
            Visit visit = modest.next();
            assertTrue(visit.failure().contains("more early data than is taken"), visit::toString);
        }
    }

    @Test
    void aTicketOfAnotherKeyLeadsToAFullHandshakeAndTheRequestComesOnce() throws Exception {
        try (EarlyTown town = town();
                EarlyTown restarted = new EarlyTown(builder -> builder, EarlyDataServerTest::answered)) {
            OpenSslVisitor client = met(town);

            assertEquals(ANSWER, client.resume(restarted.port(), REQUEST, REQUEST));
            assertEquals(new Visit(EarlyData.NONE, false, REQUEST, ""), restarted.next());
        }
    }

    @Test
    void aGuardIsAskedForTheLifeOfATicketAndItsFailureRefusesEarlyData() throws Exception {
        List<Instant> asked = new CopyOnWriteArrayList<>();
        ReplayGuard broken = (id, until) -> {
            asked.add(until);
            throw new IllegalStateException("broken, as the test wants it");
        };
        Duration lifetime = Duration.ofHours(3);
        Instant begin = Instant.now();
        try (EarlyTown town = new EarlyTown(
                        builder -> builder.ticketKey(KEY).ticketLifetime(lifetime), EarlyDataServerTest::answered);
                EarlyTown other = new EarlyTown(
                        builder ->
                                builder.ticketKey(KEY).ticketLifetime(lifetime).replayGuard(broken),
                        EarlyDataServerTest::answered)) {
            OpenSslVisitor client = met(town);

            assertEquals(ANSWER, client.resume(other.port(), REQUEST, REQUEST));
            assertEquals(new Visit(EarlyData.NONE, false, REQUEST, ""), other.next());
            assertEquals(1, asked.size());
            assertFalse(asked.get(0).isBefore(begin.minusSeconds(1).plus(lifetime)), asked::toString);
        }
    }

    @Test
    void oneGuardForTwoServersLetsItInAtOne() throws Exception {
        ReplayGuard guard = ReplayGuard.inMemory(1000);
        try (EarlyTown town = new EarlyTown(
                        builder -> builder.ticketKey(KEY).replayGuard(guard), EarlyDataServerTest::answered);
                EarlyTown other = new EarlyTown(
                        builder -> builder.ticketKey(KEY).replayGuard(guard), EarlyDataServerTest::answered)) {
            OpenSslVisitor client = met(town);
            byte[] flight;
            try (SecondFlightHeld path = new SecondFlightHeld(town.port(), ANSWER.length())) {
                client.resume(path.port(), REQUEST, "");
                flight = path.firstFlight();
            }
            assertTrue(town.next().early());

            replay(flight, other.port());
            assertFalse(other.next().failure().isEmpty());

            met(town);
            assertEquals(ANSWER, client.resume(other.port(), REQUEST, ""));
            assertTrue(other.next().early());
        }
    }

    @Test
    void aConnectionIsReadAndWrittenAtOnce() throws Exception {
        int much = 4 << 20;
        EarlyTown.Deed both = (connection, fate) -> {
            Visit visit = EarlyTown.request(connection, fate);
            Background<Boolean> writer = Background.run(() -> write(connection, much));
            ByteBuffer rest = ByteBuffer.allocate(much);
            while (rest.hasRemaining() && connection.read(rest) >= 0) {
                // On.
            }
            return new Visit(fate, visit.early(), visit.request(), rest.position() + written(writer));
        };
        try (EarlyTown town = town();
                EarlyTown busy = new EarlyTown(builder -> builder.ticketKey(KEY), both)) {
            OpenSslVisitor client = met(town);

            String answer = client.resume(busy.port(), REQUEST, "y".repeat(much));
            assertEquals(new Visit(EarlyData.ACCEPTED, true, REQUEST, "" + much), busy.next());
            assertEquals("z".repeat(much), answer);
        }
    }

    private static void write(TlsConnection connection, int length) throws IOException {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) 'z');
        connection.write(ByteBuffer.wrap(bytes));
    }

    private static String written(Background<Boolean> writer) throws IOException {
        try {
            return writer.result() ? "" : "not written";
        } catch (InterruptedException e) {
            throw new InterruptedIOException();
        }
    }
}
