package tfo.testkit.tls;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import tfo.api.tls.SessionData;
import tfo.api.tls.SessionDirectory;
import tfo.api.tls.SessionKey;
import tfo.api.tls.SessionOffer;

/** Directories that are wrong in one thing each; for the rest they leave it to a right one. */
final class DirectoryMutants {
    private DirectoryMutants() {}

    /**
     * One of them.
     *
     * @param name what is wrong
     * @param killer the name of the test that must notice
     * @param wrong spoils a right one
     */
    record Mutant(String name, String killer, Spoiler wrong) {}

    /** Makes a wrong directory of a right one at this path. */
    interface Spoiler {
        SessionDirectory spoil(SessionDirectory right, Path path);
    }

    static Stream<Mutant> all() {
        return Stream.of(
                new Mutant("lets others read", "everythingIsForTheOwnerAlone", Open::new),
                new Mutant("names the peer", "whatIsWrittenShowsNothingOfThePeer", Talkative::new),
                new Mutant("lists and takes", "listTakesNothingAndItsSessionsAreOnlyToLookAt", Grasping::new),
                new Mutant("purges all", "purgeRemovesWhatIsExpiredOrBrokenAndNothingElse", Thorough::new),
                new Mutant("clears nothing", "clearRemovesEverySession", Lazy::new),
                new Mutant("clears what is not its own", "whatIsNotOursIsLeftAlone", Ruthless::new),
                new Mutant("throws", "aFolderThatCannotBeWrittenCostsTheSessionAndNothingElse", Brittle::new));
    }

    /** Right in everything. */
    static class Right implements SessionDirectory {
        final SessionDirectory right;
        final Path path;

        Right(SessionDirectory right, Path path) {
            this.right = right;
            this.path = path;
        }

        @Override
        public void put(SessionData session) {
            right.put(session);
        }

        @Override
        public SessionOffer take(SessionKey key) {
            return right.take(key);
        }

        @Override
        public List<Entry> list() throws IOException {
            return right.list();
        }

        @Override
        public int purge() throws IOException {
            return right.purge();
        }

        @Override
        public int clear() throws IOException {
            return right.clear();
        }

        final List<Path> files() throws IOException {
            try (Stream<Path> all = Files.walk(path)) {
                return all.filter(Files::isRegularFile).toList();
            }
        }
    }

    private static final class Open extends Right {
        Open(SessionDirectory right, Path path) {
            super(right, path);
        }

        @Override
        public void put(SessionData session) {
            right.put(session);
            try {
                for (Path file : files()) {
                    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static final class Talkative extends Right {
        Talkative(SessionDirectory right, Path path) {
            super(right, path);
        }

        @Override
        public void put(SessionData session) {
            right.put(session);
            try {
                Files.writeString(path.resolve("index"), session.key().host());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static final class Grasping extends Right {
        Grasping(SessionDirectory right, Path path) {
            super(right, path);
        }

        @Override
        public List<Entry> list() throws IOException {
            List<Entry> entries = right.list();
            right.clear();
            return entries;
        }
    }

    private static final class Thorough extends Right {
        Thorough(SessionDirectory right, Path path) {
            super(right, path);
        }

        @Override
        public int purge() throws IOException {
            int purged = right.purge();
            right.clear();
            return purged;
        }
    }

    private static final class Lazy extends Right {
        Lazy(SessionDirectory right, Path path) {
            super(right, path);
        }

        @Override
        public int clear() throws IOException {
            return right.list().size();
        }
    }

    private static final class Ruthless extends Right {
        Ruthless(SessionDirectory right, Path path) {
            super(right, path);
        }

        @Override
        public int clear() throws IOException {
            int cleared = right.clear();
            for (Path file : files()) {
                Files.delete(file);
            }
            return cleared;
        }
    }

    private static final class Brittle extends Right {
        Brittle(SessionDirectory right, Path path) {
            super(right, path);
        }

        @Override
        public void put(SessionData session) {
            try {
                int before = right.list().size();
                right.put(session);
                if (right.list().size() == before) {
                    throw new IllegalStateException("not kept");
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
