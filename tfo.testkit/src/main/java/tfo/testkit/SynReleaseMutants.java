package tfo.testkit;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Providers whose sockets hold back the SYN until it is forgotten in one case. */
final class SynReleaseMutants {
    private static final String SEEN = "thePeerSeesTheConnectionWhateverIsDoneFirst";

    private SynReleaseMutants() {}

    private enum Forgotten {
        NOTHING,
        WRITE,
        READ,
        AVAILABLE,
        SHUTDOWN_OUTPUT,
        CLOSE,
        EMPTY_WRITE
    }

    static Stream<Mutant> all() {
        return Stream.of(
                forgetting(
                        "the SYN does not leave when the program reads first",
                        "readingFirstReleasesTheSyn",
                        Forgotten.READ),
                forgetting("the SYN does not leave on available", SEEN, Forgotten.AVAILABLE),
                forgetting("the SYN does not leave on shutdownOutput", SEEN, Forgotten.SHUTDOWN_OUTPUT),
                forgetting("the SYN does not leave on close", SEEN, Forgotten.CLOSE),
                forgetting("the SYN does not leave on an empty write", SEEN, Forgotten.EMPTY_WRITE));
    }

    private static Mutant forgetting(String name, String killer, Forgotten forgotten) {
        return Mutant.socket(name, killer, SocketMutants.sockets(socket -> new HoldsBack(socket, forgotten)))
                .unlike(SocketMutants.sockets(socket -> new HoldsBack(socket, Forgotten.NOTHING)));
    }

    /** Connects when the first thing is done that it has not forgotten. */
    @SuppressWarnings({"UnsynchronizedOverridesSynchronized", "InputStreamSlowMultibyteRead"})
    private static final class HoldsBack extends ForwardingSocket {
        private final Forgotten forgotten;
        private @Nullable SocketAddress remote;
        private int timeout;

        HoldsBack(Socket real, Forgotten forgotten) {
            super(real);
            this.forgotten = forgotten;
        }

        @Override
        public void connect(SocketAddress endpoint, int limit) {
            remote = endpoint;
            timeout = limit;
        }

        private void before(Forgotten use) throws IOException {
            SocketAddress held = remote;
            if (held != null && use != forgotten) {
                remote = null;
                real.connect(held, timeout);
            }
        }

        private boolean isHeld() {
            return remote != null;
        }

        @Override
        public void shutdownOutput() throws IOException {
            before(Forgotten.SHUTDOWN_OUTPUT);
            if (!isHeld()) {
                super.shutdownOutput();
            }
        }

        @Override
        public void close() throws IOException {
            before(Forgotten.CLOSE);
            super.close();
        }

        @Override
        public InputStream getInputStream() {
            return new Input(InputStream.nullInputStream());
        }

        @Override
        public OutputStream getOutputStream() {
            return new Output(OutputStream.nullOutputStream());
        }

        private final class Input extends FilterInputStream {
            Input(InputStream in) {
                super(in);
            }

            @Override
            public int read() throws IOException {
                before(Forgotten.READ);
                if (isHeld()) {
                    throw new SocketTimeoutException("nobody answers what was never sent");
                }
                return real.getInputStream().read();
            }

            @Override
            public int available() throws IOException {
                before(Forgotten.AVAILABLE);
                return isHeld() ? 0 : real.getInputStream().available();
            }
        }

        private final class Output extends FilterOutputStream {
            Output(OutputStream out) {
                super(out);
            }

            @Override
            public void write(int b) throws IOException {
                before(Forgotten.WRITE);
                real.getOutputStream().write(b);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                before(length == 0 ? Forgotten.EMPTY_WRITE : Forgotten.WRITE);
                if (!isHeld()) {
                    real.getOutputStream().write(bytes, offset, length);
                }
            }

            @Override
            public void close() throws IOException {
                HoldsBack.this.close();
            }
        }
    }
}
