package examples.sessions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import examples.TlsPeer;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tfo.api.tls.HandshakeReport;
import tfo.api.tls.TlsService;

@Timeout(value = 300, unit = TimeUnit.SECONDS)
class SavedSessionsTest {
    @TempDir
    Path temporary;

    @Test
    void theSecondClientTakesUpTheSessionOfTheFirst() throws Exception {
        Path folder = temporary.resolve("sessions");
        try (TlsPeer peer = new TlsPeer(temporary)) {
            HandshakeReport first = new SavedSessions(folder, peer.trust()).ask(peer.address(), "one");
            HandshakeReport second = new SavedSessions(folder, peer.trust()).ask(peer.address(), "two");

            assertEquals("gnutls", TlsService.best().name());
            assertFalse(first.resumed());
            assertFalse(first.reason().isEmpty());
            assertTrue(second.resumed(), second::reason);
        }
    }
}
