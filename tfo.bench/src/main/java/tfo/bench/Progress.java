package tfo.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Tells somebody who waits how far a measurement is. */
interface Progress {

    /** So many steps of all are done. */
    void at(int done, int all);

    /** On a line of its own that is overwritten, if this is a terminal; otherwise silent. */
    static Progress on(PrintStream err) {
        if (err != System.err || !terminal()) {
            return (done, all) -> {};
        }
        return (done, all) -> err.print(done < all ? "\r" + 100L * done / all + " %  " : "\r      \r");
    }

    private static boolean terminal() {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/2")).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
        } catch (IOException e) {
            return false;
        }
    }
}
