package tfo.api.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tfo.api.Availability;

class ProvidersTest {
    @TempDir
    Path folder;

    @Test
    void theUsableOneWithTheHighestRankingIsBest() throws IOException {
        assertEquals(
                "good",
                best(Good.class, Better.class, Missing.class, Spare.class).name());
    }

    @Test
    void oneThatCannotBeMadeDoesNotSpoilTheOthers() throws IOException {
        assertEquals("spare", best(Broken.class, Spare.class, Unlinked.class).name());
    }

    @Test
    void noneAtAllIsSaidWithTheReasons() {
        IllegalStateException none = assertThrows(IllegalStateException.class, () -> best(Missing.class, Broken.class));

        assertTrue(none.getMessage().contains("no libraries here"), none.getMessage());
    }

    private Animal best(Class<?>... providers) throws IOException {
        Path services = Files.createDirectories(folder.resolve("META-INF/services"));
        StringBuilder names = new StringBuilder();
        for (Class<?> provider : providers) {
            names.append(provider.getName()).append('\n');
        }
        Files.writeString(services.resolve(Animal.class.getName()), names);
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {folder.toUri().toURL()}, before)) {
            thread.setContextClassLoader(loader);
            return Providers.best(Animal.class, animal -> animal.availability().whyNot(), Animal::ranking);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** A service. */
    public abstract static class Animal {
        private final String name;
        private final int ranking;
        private final String missing;

        Animal(String name, int ranking, String missing) {
            this.name = name;
            this.ranking = ranking;
            this.missing = missing;
        }

        final String name() {
            return name;
        }

        final int ranking() {
            return ranking;
        }

        final Availability availability() {
            return missing.isEmpty() ? Availability.ready() : Availability.missing(missing);
        }
    }

    /** Usable. */
    public static final class Good extends Animal {
        /** For the loader. */
        public Good() {
            super("good", 10, "");
        }
    }

    /** Would be best, but is not usable. */
    public static final class Better extends Animal {
        /** For the loader. */
        public Better() {
            super("better", 100, "not today");
        }
    }

    /** Not usable. */
    public static final class Missing extends Animal {
        /** For the loader. */
        public Missing() {
            super("missing", 50, "no libraries here");
        }
    }

    /** Usable, at the lowest rank. */
    public static final class Spare extends Animal {
        /** For the loader. */
        public Spare() {
            super("spare", -1000, "");
        }
    }

    /** Cannot be made. */
    public static final class Broken extends Animal {
        /** For the loader. */
        public Broken() {
            super("broken", 1000, "");
            throw new IllegalStateException("broken");
        }
    }

    /** Cannot be linked. */
    public static final class Unlinked extends Animal {
        /** For the loader. */
        public Unlinked() {
            super("unlinked", 1000, "");
            throw new NoClassDefFoundError("com/example/Gone");
        }
    }
}
