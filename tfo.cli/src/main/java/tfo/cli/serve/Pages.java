package tfo.cli.serve;

import java.io.IOException;

/** What there is under each path. */
interface Pages {

    /** The page under this path, which is still percent-encoded; for one that is not there, the page that says so. */
    Page find(String path) throws IOException;
}
