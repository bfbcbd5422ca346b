package tfo.api.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tfo.api.Availability;

class TlsProvidersTest {
    @TempDir
    Path folder;

    @Test
    void theUsableServiceWithTheHighestRankingIsBest() throws IOException {
        assertEquals("portable", best(Portable.class, Native.class, Old.class).name());
    }

    @Test
    void noneAtAllIsSaidWithTheReasons() {
        IllegalStateException none = assertThrows(IllegalStateException.class, () -> best(Native.class));

        assertTrue(String.valueOf(none.getMessage()).contains("install the library"), none::toString);
    }

    private TlsService best(Class<?>... providers) throws IOException {
        Path services = Files.createDirectories(folder.resolve("META-INF/services"));
        Files.writeString(
                services.resolve(TlsService.class.getName()),
                Stream.of(providers).map(Class::getName).collect(Collectors.joining("\n")));
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {folder.toUri().toURL()}, before)) {
            thread.setContextClassLoader(loader);
            return TlsService.best();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private abstract static class Named implements TlsService {
        private final String name;
        private final int ranking;
        private final Availability availability;

        Named(String name, int ranking, Availability availability) {
            this.name = name;
            this.ranking = ranking;
            this.availability = availability;
        }

        @Override
        public final String name() {
            return name;
        }

        @Override
        public final int ranking() {
            return ranking;
        }

        @Override
        public final Availability availability() {
            return availability;
        }

        @Override
        public final Availability supports(TlsFeature feature) {
            return availability;
        }

        @Override
        public final String library() {
            return name;
        }

        @Override
        public final TlsClient.Builder client() {
            throw new UnsupportedOperationException();
        }

        @Override
        public final TlsServer.Builder server() {
            throw new UnsupportedOperationException();
        }

        @Override
        public final SessionOffer openSession(byte[] sealed, SessionSecret secret) {
            throw new UnsupportedOperationException();
        }

        @Override
        public final SessionDirectory sessionDirectory(Path directory) {
            throw new UnsupportedOperationException();
        }
    }

    /** Would be best, but its library is not there. */
    public static final class Native extends Named {
        /** For the loader. */
        public Native() {
            super("native", 100, Availability.missing("install the library"));
        }
    }

    /** Usable. */
    public static final class Portable extends Named {
        /** For the loader. */
        public Portable() {
            super("portable", 10, Availability.ready());
        }
    }

    /** Usable, too. */
    public static final class Old extends Named {
        /** For the loader. */
        public Old() {
            super("old", 1, Availability.ready());
        }
    }
}
