package tfo.testkit.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tfo.api.tls.TlsException;
import tfo.api.tls.TlsException.Reason;
import tfo.api.tls.TlsVersion;
import tfo.testkit.Background;

/** The tests of {@link RecordContract}, over one {@link Carriage}. The other end is the JDK's own TLS. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
abstract class TamperedRecords {
    private long before;

    abstract HostileScene scene() throws IOException;

    @BeforeEach
    final void countDescriptors() throws Exception {
        before = HostileScene.descriptorsAfterUse(this::scene);
    }

    @AfterEach
    final void assertNoDescriptorIsLeft() throws IOException {
        HostileScene.assertDescriptors(before);
    }

    static Stream<Arguments> everyMischiefInEveryVersion() {
        return Arrays.stream(Mischief.values())
                .flatMap(
                        mischief -> Arrays.stream(TlsVersion.values()).map(version -> Arguments.of(mischief, version)));
    }

    @ParameterizedTest
    @MethodSource("everyMischiefInEveryVersion")
    void aClientNoticesWhatSomebodyInBetweenDoes(Mischief mischief, TlsVersion version) throws Exception {
        Mischief.Records records = new Mischief.Records(mischief);
        try (HostileScene scene = scene();
                JdkServer server = HostileScene.jdkServer(version);
                Relay relay = new Relay(server.address(), Relay.Middle.faithful(), records)) {
            Background<SSLSocket> accepted = server.next();
            try (End victim = scene.dial(relay.address())) {
                assertNoticed(mischief, records, End.of(accepted.result()), victim);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("everyMischiefInEveryVersion")
    void aServerNoticesWhatSomebodyInBetweenDoes(Mischief mischief, TlsVersion version) throws Exception {
        Mischief.Records records = new Mischief.Records(mischief);
        try (HostileScene scene = scene();
                Relay relay = new Relay(scene.address(), records, Relay.Middle.faithful());
                Socket plain =
                        new Socket(relay.address().getAddress(), relay.address().getPort())) {
            Future<End> accepted = HostileScene.start(scene::accept);
            SSLSocket client = HostileScene.jdkClient(version).over(plain, plain.getPort());
            client.startHandshake();
            try (End victim = accepted.get(HostileScene.PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                assertNoticed(mischief, records, End.of(client), victim);
            }
        }
    }

    private static void assertNoticed(Mischief mischief, Mischief.Records records, End from, End victim)
            throws IOException {
        meet(from, victim);
        records.begin();
        for (String text : new String[] {"one", "two", "three"}) {
            Talk.say(from, text);
        }
        from.shutdownOutput();

        StringBuilder delivered = new StringBuilder();
        TlsException failure = assertThrows(TlsException.class, () -> readAll(victim, delivered));

        assertEquals(mischief.delivered(), delivered.toString());
        assertEquals(
                mischief == Mischief.CUT ? Reason.TRUNCATED : Reason.PROTOCOL, failure.reason(), failure::toString);
        assertThrows(IOException.class, () -> readAll(victim, delivered));
        assertEquals(mischief.delivered(), delivered.toString());
    }

    // Afterwards no ticket is on its way any more.
    private static void meet(End one, End other) throws IOException {
        for (int i = 0; i < 2; i++) {
            Talk.say(one, "hello");
            assertEquals("hello", Talk.hear(other, 5));
            Talk.say(other, "hello");
            assertEquals("hello", Talk.hear(one, 5));
        }
    }

    private static void readAll(End from, StringBuilder into) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(100);
        while (from.read(bytes.clear()) >= 0) {
            into.append(new String(bytes.array(), 0, bytes.position(), StandardCharsets.US_ASCII));
        }
    }
}
