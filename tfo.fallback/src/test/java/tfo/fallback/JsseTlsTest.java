package tfo.fallback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tfo.api.tls.SessionRefusal;
import tfo.api.tls.SessionSecret;
import tfo.api.tls.TlsFeature;
import tfo.api.tls.TlsService;

class JsseTlsTest {
    private final TlsService tls = new JsseTls();

    @Test
    void isUsableEverywhereAndComesLast() {
        assertTrue(tls.availability().usable());
        assertEquals("jsse", tls.name());
        assertEquals(-1000, tls.ranking());
        assertTrue(tls.library().startsWith("JSSE"), tls.library());
    }

    @Test
    void everythingButTheExporterIsMissingAndSaysWhy() {
        List<TlsFeature> usable = Arrays.stream(TlsFeature.values())
                .filter(feature -> tls.supports(feature).usable())
                .toList();

        assertEquals(Runtime.version().feature() < 25 ? List.of() : List.of(TlsFeature.EXPORTER), usable);
        for (TlsFeature feature : TlsFeature.values()) {
            assertEquals(
                    usable.contains(feature), tls.supports(feature).reason().isEmpty());
        }
    }

    @Test
    void nobodysSessionsAreOpened() {
        var offer = tls.openSession(new byte[100], SessionSecret.random());

        assertEquals(SessionRefusal.OTHER_LIBRARY, offer.refusal().orElseThrow());
    }

    @Test
    void aDirectoryStaysAsItIs(@TempDir Path folder) throws Exception {
        var directory = tls.sessionDirectory(folder.resolve("sessions"));

        assertEquals(List.of(), directory.list());
        assertEquals(0, directory.purge());
        assertEquals(0, directory.clear());
        assertFalse(folder.resolve("sessions").toFile().exists());
    }

    @Test
    void whatIsMissingIsRefusedByName() {
        assertRefused(
                "PRIORITY", () -> tls.client().priority("NORMAL:-VERS-TLS1.2").build());
        assertRefused(
                "KEY_LOG", () -> tls.client().dangerous().keyLog(line -> {}).build());
        assertRefused("TICKET_KEY", () -> tls.server().ticketKey(new byte[64]).build());
        assertRefused("TICKET_COUNT", () -> tls.server().ticketCount(5).build());
        assertRefused("EARLY_DATA_SERVER", () -> tls.server().earlyData(1).build());
        assertRefused(
                "BUILTIN_TRANSPORT",
                () -> tls.client().transport(tfo.api.tls.TlsTransport.BUILTIN).build());
    }

    private static void assertRefused(String feature, org.junit.jupiter.api.function.Executable build) {
        var thrown = assertThrows(UnsupportedOperationException.class, build);

        assertTrue(thrown.getMessage().startsWith(feature + ": "), thrown.getMessage());
    }
}
