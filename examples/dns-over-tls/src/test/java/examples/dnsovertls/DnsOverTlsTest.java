package examples.dnsovertls;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;
import tfo.api.tls.SessionStore;
import tfo.api.tls.TlsException;
import tfo.testkit.tls.Pki;

/** What a caller of the resolver sees. */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DnsOverTlsTest {
    private static final Pki AUTHORITY = Pki.root("authority of the resolvers");
    private static final Duration LONG = Duration.ofSeconds(60);

    private static final int ANY = Integer.MAX_VALUE;

    @TempDir
    private static Path folder;

    private static Unbound unbound;

    private final SessionStore sessions = SessionStore.inMemory(100);

    @BeforeAll
    static void start() throws Exception {
        unbound = new Unbound(folder, InetAddress.getLoopbackAddress(), AUTHORITY.server("dns.test"));
    }

    @AfterAll
    static void stop() {
        unbound.close();
    }

    private static InetSocketAddress named(String name, int port) throws IOException {
        return new InetSocketAddress(InetAddress.getByAddress(name, new byte[] {127, 0, 0, 1}), port);
    }

    private DnsOverTls asking(String name, int port) throws IOException {
        return resolver(name, port, LONG);
    }

    private DnsOverTls resolver(String name, int port, Duration idle) throws IOException {
        DnsOverTls resolver = new DnsOverTls(named(name, port), DnsOverTls.client(AUTHORITY.trust(), sessions), idle);
        resolver.setTimeout(LONG);
        return resolver;
    }

    private DnsOverTls askingUnbound() throws IOException {
        return asking("dns.test", unbound.tls().getPort());
    }

    @Test
    void answersAreThoseOfTheServer() throws IOException {
        try (DnsOverTls resolver = askingUnbound()) {
            assertEquals(List.of("192.0.2.1"), Questions.answers(resolver.send(Questions.query())));
            assertEquals(
                    List.of("2001:db8:0:0:0:0:0:1"),
                    Questions.answers(resolver.send(Questions.query("one.test", Type.AAAA))));
            assertEquals(
                    List.of("x".repeat(200)), Questions.answers(resolver.send(Questions.query("long.test", Type.TXT))));
            assertEquals(
                    Rcode.NXDOMAIN,
                    resolver.send(Questions.query("none.test", Type.A)).getRcode());
        }
    }

    // The same message, and so the same id, many times at once.
    @Test
    void manyQueriesShareAConnection() throws Exception {
        Message query = Questions.query();
        try (DnsOverTls resolver = askingUnbound()) {
            resolver.send(query);
            Contact first = resolver.contact().orElseThrow();
            List<CompletableFuture<Message>> answers = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                answers.add(resolver.sendAsync(query).toCompletableFuture());
            }
            for (CompletableFuture<Message> answer : answers) {
                assertEquals(List.of("192.0.2.1"), Questions.answers(answer.get()));
            }
            assertEquals(first, resolver.contact().orElseThrow());
        }
    }

    @Test
    void aServerOfAnotherNameIsToldNothing() throws IOException {
        try (DnsOverTls resolver = asking("other.test", unbound.tls().getPort())) {
            IOException e = assertThrows(IOException.class, () -> resolver.send(Questions.query()));

            assertEquals(TlsException.Reason.UNTRUSTED_PEER, reason(e));
        }
    }

    private static TlsException.Reason reason(Throwable e) {
        return e instanceof TlsException tls ? tls.reason() : reason(e.getCause());
    }

    @Test
    void aServerThatNobodyKnowsIsToldNothing() throws Exception {
        try (ShortServer server = new ShortServer(Pki.selfSigned("dns.test"), 1, 1);
                DnsOverTls resolver = asking("dns.test", server.port())) {
            IOException e = assertThrows(IOException.class, () -> resolver.send(Questions.query()));

            assertEquals(TlsException.Reason.UNTRUSTED_PEER, reason(e));
            assertEquals(List.of(), server.queries());
        }
    }

    @Test
    void queriesArePaddedAndKeepTheirId() throws Exception {
        Message query = Questions.query();
        try (ShortServer server = new ShortServer(AUTHORITY.server("dns.test"), 1, 1);
                DnsOverTls resolver = asking("dns.test", server.port())) {
            Message answer = resolver.send(query);

            assertEquals(query.getHeader().getID(), answer.getHeader().getID());
            assertEquals(0, server.queries().get(0).length % Padding.BLOCK);
        }
    }

    @Test
    void aConnectionThatTheServerClosedIsReplaced() throws Exception {
        try (ShortServer server = new ShortServer(AUTHORITY.server("dns.test"), 1, 1);
                DnsOverTls resolver = asking("dns.test", server.port())) {
            for (int i = 0; i < 5; i++) {
                resolver.send(Questions.query());
            }

            assertEquals(5, server.connections());
            assertEquals(5, server.queries().size());
        }
    }

    @Test
    void aQueryThatMeetsTheEndOfItsConnectionIsAskedOnceMore() throws Exception {
        try (ShortServer server = new ShortServer(AUTHORITY.server("dns.test"), 1, 2);
                DnsOverTls resolver = asking("dns.test", server.port())) {
            resolver.send(Questions.query());

            Message answer = resolver.send(Questions.query("two.test", Type.A));

            assertEquals(Questions.name("two.test"), answer.getQuestion().getName());
            assertEquals(2, server.connections());
            List<byte[]> queries = server.queries();
            assertEquals(3, queries.size());
            assertArrayEquals(body(queries.get(1)), body(queries.get(2)));
        }
    }

    /** Without the id. */
    private static byte[] body(byte[] message) {
        return Arrays.copyOfRange(message, Short.BYTES, message.length);
    }

    @Test
    void aServerThatNeverAnswersIsNotAskedForEver() throws Exception {
        try (ShortServer server = new ShortServer(AUTHORITY.server("dns.test"), 0, 1);
                DnsOverTls resolver = asking("dns.test", server.port())) {
            assertThrows(IOException.class, () -> resolver.send(Questions.query()));

            assertEquals(1, server.queries().size());
        }
    }

    @Test
    void aSilentServerIsATimeout() throws Exception {
        try (ShortServer server = new ShortServer(AUTHORITY.server("dns.test"), 0, ANY);
                DnsOverTls resolver = asking("dns.test", server.port())) {
            resolver.setTimeout(Duration.ofMillis(300));

            ExecutionException e = assertThrows(
                    ExecutionException.class,
                    () -> resolver.sendAsync(Questions.query())
                            .toCompletableFuture()
                            .get());
            assertInstanceOf(SocketTimeoutException.class, e.getCause());
        }
    }

    @Test
    void anIdleConnectionIsClosedByTheClient() throws Exception {
        try (ShortServer server = new ShortServer(AUTHORITY.server("dns.test"), ANY, ANY);
                DnsOverTls resolver = resolver("dns.test", server.port(), Duration.ofMillis(50))) {
            resolver.send(Questions.query());

            server.awaitEnd();
        }
    }

    @Test
    void zoneTransfersAreRefused() throws IOException {
        try (DnsOverTls resolver = askingUnbound()) {
            CompletableFuture<Message> answer =
                    resolver.sendAsync(Questions.query("test", Type.AXFR)).toCompletableFuture();

            ExecutionException e = assertThrows(ExecutionException.class, answer::get);
            assertInstanceOf(UnsupportedOperationException.class, e.getCause());
            assertTrue(resolver.contact().isEmpty());
        }
    }

    @Test
    void aClosedResolverSaysSo() throws IOException {
        DnsOverTls resolver = askingUnbound();
        resolver.close();
        resolver.close();

        assertThrows(IOException.class, () -> resolver.send(Questions.query()));
    }
}
