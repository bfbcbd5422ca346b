package tfo.testkit.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tfo.api.socket.FastOpenSockets;
import tfo.api.tls.TlsConnection;
import tfo.api.tls.TlsException;
import tfo.api.tls.TlsService;

/**
 * Somebody in between changes, drops, repeats or reorders records, or cuts the stream off: what came before is delivered, nothing of
 * the bad record or after it, and the failure has its reason.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
public abstract class RecordContract {

    /** For the provider's suite. */
    protected RecordContract() {}

    /** The provider under test. */
    protected abstract TlsService service();

    /** The sockets under it. */
    protected abstract FastOpenSockets sockets();

    @ParameterizedTest
    @EnumSource
    void aClientNoticesWhatSomebodyInBetweenDoes(Mischief mischief) throws Exception {
        Mischief.Records records = new Mischief.Records(mischief);
        long before = HostileScene.descriptorsAfterUse(service(), sockets());
        try (HostileScene scene = new HostileScene(service(), sockets());
                Relay relay = new Relay(scene.address(), Relay.Middle.faithful(), records)) {
            Future<TlsConnection> accepted = HostileScene.start(scene::accept);
            try (TlsConnection client = scene.dial(relay.address());
                    TlsConnection server = accepted.get(20, TimeUnit.SECONDS)) {
                assertNoticed(mischief, records, server, client);
            }
        }
        HostileScene.assertDescriptors(before);
    }

    @ParameterizedTest
    @EnumSource
    void aServerNoticesWhatSomebodyInBetweenDoes(Mischief mischief) throws Exception {
        Mischief.Records records = new Mischief.Records(mischief);
        long before = HostileScene.descriptorsAfterUse(service(), sockets());
        try (HostileScene scene = new HostileScene(service(), sockets());
                Relay relay = new Relay(scene.address(), records, Relay.Middle.faithful())) {
            Future<TlsConnection> accepted = HostileScene.start(scene::accept);
            try (TlsConnection client = scene.dial(relay.address());
                    TlsConnection server = accepted.get(20, TimeUnit.SECONDS)) {
                assertNoticed(mischief, records, client, server);
            }
        }
        HostileScene.assertDescriptors(before);
    }

    private static void assertNoticed(
            Mischief mischief, Mischief.Records records, TlsConnection from, TlsConnection victim) throws IOException {
        meet(from, victim);
        records.begin();
        for (String text : new String[] {"one", "two", "three"}) {
            write(from, text);
        }
        from.shutdownOutput();

        StringBuilder delivered = new StringBuilder();
        TlsException failure = assertThrows(TlsException.class, () -> readAll(victim, delivered));

        assertEquals(mischief.delivered(), delivered.toString());
        assertEquals(
                mischief == Mischief.CUT ? TlsException.Reason.TRUNCATED : TlsException.Reason.PROTOCOL,
                failure.reason(),
                failure::toString);
        assertThrows(IOException.class, () -> readAll(victim, delivered));
        assertEquals(mischief.delivered(), delivered.toString());
    }

    // Afterwards no ticket is on its way any more.
    private static void meet(TlsConnection one, TlsConnection other) throws IOException {
        for (int i = 0; i < 2; i++) {
            write(one, "hello");
            assertEquals("hello", read(other));
            write(other, "hello");
            assertEquals("hello", read(one));
        }
    }

    private static void write(TlsConnection to, String text) throws IOException {
        to.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
    }

    private static String read(TlsConnection from) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(5);
        while (bytes.hasRemaining() && from.read(bytes) >= 0) {
            // The rest is to come.
        }
        return new String(bytes.array(), 0, bytes.position(), StandardCharsets.US_ASCII);
    }

    private static void readAll(TlsConnection from, StringBuilder into) throws IOException {
        from.readTimeout(HostileScene.PATIENCE);
        ByteBuffer bytes = ByteBuffer.allocate(100);
        while (from.read(bytes.clear()) >= 0) {
            into.append(new String(bytes.array(), 0, bytes.position(), StandardCharsets.US_ASCII));
        }
    }
}
