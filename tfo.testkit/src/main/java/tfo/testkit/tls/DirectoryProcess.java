package tfo.testkit.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import tfo.api.tls.SessionData;
import tfo.api.tls.SessionDirectory;

/**
 * A process that uses a directory: puts a session and takes one, again and again, and prints the number of each that it took. With a
 * negative count it only puts, and prints how many sessions are there then; it fails if one of them is not whole.
 */
final class DirectoryProcess {
    private DirectoryProcess() {}

    public static void main(String[] args) throws IOException, ReflectiveOperationException {
        SessionDirectories directories = Class.forName(args[0])
                .asSubclass(SessionDirectories.class)
                .getDeclaredConstructor()
                .newInstance();
        SessionDirectory directory = directories.open(Path.of(args[1]));
        int first = Integer.parseInt(args[2]);
        int count = Integer.parseInt(args[3]);
        for (int i = 0; i < Math.abs(count); i++) {
            directory.put(session(directories, first + i));
            if (count > 0) {
                SessionData taken =
                        directory.take(SessionStoreContract.KEY).session().orElseThrow();
                System.out.println(taken.maxEarlyData());
            }
        }
        if (count < 0) {
            printWhole(directory.list());
        }
    }

    private static void printWhole(List<SessionDirectory.Entry> entries) {
        for (SessionDirectory.Entry entry : entries) {
            if (entry.offer().session().isEmpty()) {
                throw new IllegalStateException(entry.toString());
            }
        }
        System.out.println(entries.size());
    }

    private static SessionData session(SessionDirectories directories, int number) {
        Instant issued = Instant.now().minusSeconds(1);
        return directories.session(SessionStoreContract.KEY, number, issued, Duration.ofHours(1));
    }
}
