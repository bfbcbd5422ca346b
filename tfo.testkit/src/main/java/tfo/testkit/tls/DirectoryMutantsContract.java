package tfo.testkit.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tfo.api.tls.SessionData;
import tfo.api.tls.SessionDirectory;
import tfo.api.tls.SessionKey;
import tfo.testkit.Verdict;

/**
 * Tests the tests of {@link SessionDirectoryContract}: every directory that is wrong in one thing is noticed by the test that is named
 * for that thing, and a right one passes it.
 */
public abstract class DirectoryMutantsContract {
    // JUnit makes the suite itself and cannot be told. Guarded by the class.
    private static @Nullable SessionDirectories accused;

    /** For a suite. */
    protected DirectoryMutantsContract() {}

    /** The right directories. */
    protected abstract SessionDirectories directories();

    @TestFactory
    Stream<DynamicTest> everyMutantIsNoticedByTheTestOfItsRule() {
        return DirectoryMutants.all()
                .map(mutant -> DynamicTest.dynamicTest(mutant.name(), () -> assertNoticed(mutant)));
    }

    private void assertNoticed(DirectoryMutants.Mutant mutant) {
        trial(mutant.wrong(), mutant.killer()).assertNoticed(mutant.name());
        trial(DirectoryMutants.Right::new, mutant.killer()).assertAcquitted();
    }

    private Verdict trial(DirectoryMutants.Spoiler wrong, String test) {
        return trial(new Spoilt(directories(), wrong), test);
    }

    private static synchronized Verdict trial(SessionDirectories directories, String test) {
        accused = directories;
        return Verdict.of(Suite.class, test);
    }

    private record Spoilt(SessionDirectories right, DirectoryMutants.Spoiler wrong) implements SessionDirectories {
        @Override
        public SessionDirectory open(Path directory) throws IOException {
            return wrong.spoil(right.open(directory), directory);
        }

        @Override
        public SessionData session(SessionKey key, int number, Instant issued, Duration lifetime) {
            return right.session(key, number, issued, lifetime);
        }
    }

    static final class Suite extends SessionDirectoryContract {
        @Override
        protected SessionDirectories directories() {
            return Objects.requireNonNull(accused, "no trial is on");
        }

        @Override
        protected int capacity() {
            return 8;
        }
    }
}
