package tfo.cli.demo;

import java.io.Closeable;
import java.io.IOException;

/** A server at the far end of the line that answers every request with the same page, with and without TLS. */
interface Site extends Closeable {
    /** The name in its certificate. */
    String HOST = "server.test";

    /** How many bytes its page has. */
    int PAGE_BYTES = 512;

    /** Where it listens without TLS. */
    int plainPort();

    /** Where it listens with TLS. */
    int securePort();

    @Override
    void close() throws IOException;
}
