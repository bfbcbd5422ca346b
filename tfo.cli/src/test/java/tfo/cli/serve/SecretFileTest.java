package tfo.cli.serve;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class SecretFileTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"TICKET_KEY, 64", "KEY_RING, 32"})
    void itIsMadeForItsOwnerAloneAndStays(SecretFile kind, int length) throws Exception {
        Path file = folder.resolve("secret");

        byte[] made = kind.read(file);

        assertEquals(length, made.length);
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertArrayEquals(made, kind.read(file));
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(List.of(file), files.toList(), "nothing else is left behind");
        }
    }

    @Test
    void serversThatStartAtOnceGetTheSame() throws Exception {
        Path file = folder.resolve("tickets");
        ExecutorService servers = Executors.newFixedThreadPool(8);
        try {
            Callable<byte[]> start = () -> SecretFile.TICKET_KEY.read(file);
            byte[] first = SecretFile.TICKET_KEY.read(folder.resolve("other"));
            for (Future<byte[]> server : servers.invokeAll(List.of(start, start, start, start, start, start))) {
                assertArrayEquals(Files.readAllBytes(file), server.get());
                assertTrue(!Arrays.equals(first, server.get()), "it is random");
            }
        } finally {
            servers.shutdownNow();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw-----w-", "rw----r--"})
    void oneThatOthersMayUseIsRefused(String mode) throws Exception {
        Path file = folder.resolve("tickets");
        SecretFile.TICKET_KEY.read(file);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));

        AccessDeniedException refused =
                assertThrows(AccessDeniedException.class, () -> SecretFile.TICKET_KEY.read(file));

        assertTrue(refused.getReason().contains("chmod 600"), refused.getReason());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 63, 65})
    void anotherLengthIsRefused(int length) throws Exception {
        Path file = folder.resolve("tickets");
        SecretFile.TICKET_KEY.read(file);
        Files.write(file, new byte[length]);

        IOException refused = assertThrows(IOException.class, () -> SecretFile.TICKET_KEY.read(file));

        assertTrue(refused.getMessage().contains("64 bytes, not " + length), refused.getMessage());
    }

    @Test
    void aSecretForSomethingElseIsRefused() throws Exception {
        Path file = folder.resolve("tickets");
        SecretFile.TICKET_KEY.read(file);

        IOException refused = assertThrows(IOException.class, () -> SecretFile.KEY_RING.read(file));

        assertTrue(refused.getMessage().endsWith("a key ring's secret has 32 bytes, not 64"), refused.getMessage());
    }
}
