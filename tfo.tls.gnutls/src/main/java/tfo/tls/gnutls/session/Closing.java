package tfo.tls.gnutls.session;

import java.io.Closeable;
import java.io.IOException;

/** Closes what would be left open. */
final class Closing {
    private Closing() {}

    /** Does it, and closes the resource if that fails. */
    static <T> T onFailure(Closeable resource, Action<T> action) throws IOException {
        try {
            return action.run();
        } catch (IOException | RuntimeException | Error e) {
            try {
                resource.close();
            } catch (IOException second) {
                e.addSuppressed(second);
            }
            throw e;
        }
    }

    /** What may fail. */
    interface Action<T> {
        T run() throws IOException;
    }
}
