package tfo.tls.gnutls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tfo.api.socket.ConnectRequest;
import tfo.api.tls.ClientAuthentication;
import tfo.api.tls.HandshakeReport;
import tfo.api.tls.HandshakeReport.EarlyData;
import tfo.api.tls.ReplayGuard;
import tfo.api.tls.TlsClient;
import tfo.api.tls.TlsConnection;
import tfo.api.tls.TlsEngine;
import tfo.api.tls.TlsServer;
import tfo.linux.LinuxSockets;
import tfo.testkit.tls.Pki;
import tfo.tls.gnutls.EarlyTown.Visit;

/** Who else brings early data to a server of ours: clients with certificates, by IPv6, to virtual threads, after a restart, GnuTLS's own. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class EarlyDataServerGuestsTest {
    private static final String REQUEST = "what time is it?\n";
    private static final String ANSWER = "half past ten\n";
    private static final Pki MEMBERS = Pki.root("members");
    private static final byte[] KEY = new byte[64];

    static {
        Arrays.fill(KEY, (byte) 5);
    }

    @TempDir
    private Path folder;

    private static Visit answered(TlsConnection connection, EarlyData fate) throws IOException {
        Visit visit = EarlyTown.request(connection, fate);
        EarlyTown.answer(connection, ANSWER);
        return visit;
    }

    private static Thread platform(Runnable work) {
        Thread thread = new Thread(work, "early guests");
        thread.setDaemon(true);
        return thread;
    }

    /** As virtual as this JDK has them. */
    private static Thread virtual(Runnable work) {
        try {
            Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
            return (Thread) Class.forName("java.lang.Thread$Builder")
                    .getMethod("unstarted", Runnable.class)
                    .invoke(builder, work);
        } catch (NoSuchMethodException e) {
            return platform(work);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.toString(), e);
        }
    }

    private static TlsClient client(UnaryOperator<TlsClient.Builder> settings) throws IOException {
        return settings.apply(new GnuTlsService().client().trust(EarlyTown.AUTHORITY.trust()))
                .build();
    }

    /** Asks as early as can be, and reads to the end. */
    private static HandshakeReport ask(TlsClient client, EarlyTown town) throws IOException {
        ByteBuffer request = ByteBuffer.wrap(REQUEST.getBytes(StandardCharsets.US_ASCII));
        ConnectRequest where = ConnectRequest.to(town.address()).timeout(EarlyTown.PATIENCE);
        try (TlsConnection connection = client.dial(where).earlyData(request).connect(new LinuxSockets())) {
            byte[] answer = Channels.newInputStream(connection).readAllBytes();
            assertEquals(ANSWER, new String(answer, StandardCharsets.US_ASCII));
            return connection.handshake();
        }
    }

    private static void assertTaken(TlsClient client, EarlyTown town) throws Exception {
        HandshakeReport report = ask(client, town);
        assertEquals(EarlyData.ACCEPTED, report.earlyData(), report::earlyDataReason);
        assertEquals(new Visit(EarlyData.ACCEPTED, true, REQUEST, ""), town.next());
    }

    private static void meet(TlsClient client, EarlyTown town) throws Exception {
        assertEquals(EarlyData.RESENT, ask(client, town).earlyData());
        assertEquals(new Visit(EarlyData.NONE, false, REQUEST, ""), town.next());
    }

    @Test
    void aClientByIpv6() throws Exception {
        byte[] one = new byte[16];
        one[15] = 1;
        InetAddress loopback = InetAddress.getByAddress(one);
        try (EarlyTown town = new EarlyTown(
                        loopback,
                        EarlyDataServerGuestsTest::platform,
                        builder -> builder,
                        EarlyDataServerGuestsTest::answered);
                TlsClient client = client(builder -> builder)) {
            meet(client, town);
            assertTaken(client, town);
        }
    }

    @Test
    void aServerOnVirtualThreads() throws Exception {
        try (EarlyTown town = new EarlyTown(
                        InetAddress.getLoopbackAddress(),
                        EarlyDataServerGuestsTest::virtual,
                        builder -> builder,
                        EarlyDataServerGuestsTest::answered);
                TlsClient client = client(builder -> builder)) {
            meet(client, town);
            for (int i = 0; i < 5; i++) {
                assertTaken(client, town);
            }
        }
    }

    // The ticket has the certificate in it, and it is looked at again.
    @Test
    void aClientWithACertificate() throws Exception {
        EarlyTown.Deed known = (connection, fate) -> {
            assertEquals(1, connection.handshake().peer().size());
            return answered(connection, fate);
        };
        UnaryOperator<TlsServer.Builder> members =
                builder -> builder.clients(ClientAuthentication.REQUIRED, MEMBERS.trust());
        try (EarlyTown town = new EarlyTown(members, known);
                TlsClient member = client(builder -> builder.identity(MEMBERS.client("a member")));
                TlsClient stranger = client(builder -> builder)) {
            meet(member, town);
            assertTaken(member, town);

            assertThrows(IOException.class, () -> ask(stranger, town));
            assertFalse(town.next().failure().isEmpty());
        }
    }

    // A ticket from a server that asked nobody gives nobody away to one that asks.
    @Test
    void aTicketWithoutACertificateIsNoWayAroundOne() throws Exception {
        UnaryOperator<TlsServer.Builder> members =
                builder -> builder.ticketKey(KEY).clients(ClientAuthentication.REQUIRED, MEMBERS.trust());
        try (EarlyTown open = new EarlyTown(builder -> builder.ticketKey(KEY), EarlyDataServerGuestsTest::answered);
                EarlyTown club = new EarlyTown(members, EarlyDataServerGuestsTest::answered)) {
            OpenSslVisitor stranger = new OpenSslVisitor(folder);
            assertEquals(ANSWER, stranger.meet(open.port(), REQUEST));
            open.next();

            assertEquals("", stranger.resume(club.port(), REQUEST, REQUEST));
            Visit visit = club.next();
            assertFalse(visit.failure().isEmpty(), visit::toString);
        }
    }

    // GnuTLS refuses early data by tickets older than its memory of replays, which begins with the server, whatever the
    // guard remembers.
    @Test
    void afterARestartATicketOfBeforeIsResumedWithoutEarlyData() throws Exception {
        ReplayGuard guard = ReplayGuard.inDirectory(folder.resolve("guard"));
        UnaryOperator<TlsServer.Builder> shared =
                builder -> builder.ticketKey(KEY).replayGuard(guard);
        OpenSslVisitor client = new OpenSslVisitor(folder);
        try (EarlyTown before = new EarlyTown(shared, EarlyDataServerGuestsTest::answered)) {
            assertEquals(ANSWER, client.meet(before.port(), REQUEST));
            before.next();
        }
        EarlyTown.Deed resumed = (connection, fate) -> {
            assertTrue(connection.handshake().resumed());
            return answered(connection, fate);
        };
        try (EarlyTown after = new EarlyTown(shared, resumed)) {
            assertEquals(ANSWER, client.resume(after.port(), REQUEST, REQUEST));
            assertEquals(new Visit(EarlyData.NONE, false, REQUEST, ""), after.next());
        }
    }

    // The ticket of a connection promises what an engine of the same server does not take.
    @Test
    void toAnEngineEarlyDataComesOnceAndLater() throws Exception {
        UnaryOperator<TlsServer.Builder> shared = builder -> builder.ticketKey(KEY);
        try (EarlyTown town = new EarlyTown(shared, EarlyDataServerGuestsTest::answered);
                TlsServer server = shared.apply(new GnuTlsService()
                                .server()
                                .identity(EarlyTown.IDENTITY)
                                .earlyData(1000))
                        .build();
                TlsClient client = client(builder -> builder)) {
            meet(client, town);
            ByteBuffer request = ByteBuffer.wrap(REQUEST.getBytes(StandardCharsets.US_ASCII));

            try (TlsEngine asking = client.dial(ConnectRequest.to(town.address()))
                            .earlyData(request)
                            .engine();
                    TlsEngine answering = server.engine()) {
                for (int i = 0; i < 10; i++) {
                    move(asking, answering);
                    move(answering, asking);
                }

                HandshakeReport report = asking.handshake().orElseThrow();
                assertTrue(report.resumed(), report::reason);
                assertEquals(EarlyData.RESENT, report.earlyData());
                assertEquals("the server resumed the session, and took no early data", report.earlyDataReason());
                ByteBuffer got = ByteBuffer.allocate(100);
                assertEquals(REQUEST.length(), answering.read(got));
                assertEquals(request, got.flip());
                assertEquals(EarlyData.NONE, answering.handshake().orElseThrow().earlyData());
            }
        }
    }

    private static void move(TlsEngine from, TlsEngine to) throws IOException {
        ByteBuffer network = ByteBuffer.allocate(64 * 1024);
        from.send(network);
        to.receive(network.flip());
    }

    // It connects, takes a session, says goodbye, and comes back with its early data.
    @Test
    void gnutlsOwnClient() throws Exception {
        Path early = Files.writeString(folder.resolve("early"), REQUEST);
        try (EarlyTown town = new EarlyTown(builder -> builder, EarlyDataServerGuestsTest::answered)) {
            Process process = new ProcessBuilder(
                            "timeout",
                            "60",
                            "gnutls-cli",
                            "--insecure",
                            "--resume",
                            "--waitresumption",
                            "--earlydata=" + early,
                            "--port=" + town.port(),
                            "localhost")
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("output").toFile())
                    .start();
            try {
                // The server tells of the first when it has seen its goodbye, which may be after the second.
                List<Visit> visits = List.of(town.next(), town.next());
                assertTrue(visits.contains(new Visit(EarlyData.NONE, false, "", "no request")), visits::toString);
                assertTrue(visits.contains(new Visit(EarlyData.ACCEPTED, true, REQUEST, "")), visits::toString);
                assertTrue(process.waitFor(60, TimeUnit.SECONDS));
                String output = Files.readString(folder.resolve("output"));
                assertTrue(output.contains("This is a resumed session") && output.contains(ANSWER), output);
            } finally {
                process.destroy();
            }
        }
    }
}
