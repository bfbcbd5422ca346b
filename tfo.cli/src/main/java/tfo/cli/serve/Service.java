package tfo.cli.serve;

import java.io.IOException;

/** What a server does with one connection. */
interface Service {

    /** Serves this connection until one side has enough; the caller closes it. */
    void serve(Wire wire) throws IOException;
}
