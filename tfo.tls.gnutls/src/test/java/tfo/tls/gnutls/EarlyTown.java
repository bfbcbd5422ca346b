package tfo.tls.gnutls;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import tfo.api.socket.FastOpenConnection;
import tfo.api.tls.HandshakeReport.EarlyData;
import tfo.api.tls.Identity;
import tfo.api.tls.TlsConnection;
import tfo.api.tls.TlsServer;
import tfo.testkit.tls.Pki;

/** A server that takes early data and notes what it executed. */
final class EarlyTown implements Closeable {
    static final Pki AUTHORITY = Pki.root("early town");
    static final Identity IDENTITY = AUTHORITY.server("localhost", "127.0.0.1");

    /** Longer than any visit takes, be the machine as busy as it may. */
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final int LIMIT = 16384;

    private final BlockingQueue<Visit> visits = new LinkedBlockingQueue<>();
    private final TlsServer server;
    private final Deed deed;
    private final Door door;

    /** On loopback, at a port of its own. */
    EarlyTown(UnaryOperator<TlsServer.Builder> settings, Deed deed) throws IOException {
        this(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), settings, deed);
    }

    EarlyTown(InetSocketAddress at, UnaryOperator<TlsServer.Builder> settings, Deed deed) throws IOException {
        this(at, Door::daemon, settings, deed);
    }

    /** One at this address, each of whose connections has such a thread. */
    EarlyTown(InetAddress at, ThreadFactory visitors, UnaryOperator<TlsServer.Builder> settings, Deed deed)
            throws IOException {
        this(new InetSocketAddress(at, 0), visitors, settings, deed);
    }

    private EarlyTown(
            InetSocketAddress at, ThreadFactory visitors, UnaryOperator<TlsServer.Builder> settings, Deed deed)
            throws IOException {
        this.deed = deed;
        server = settings.apply(new GnuTlsService().server().identity(IDENTITY).earlyData(LIMIT))
                .build();
        door = new Door(at, visitors, this::serve);
    }

    private void serve(FastOpenConnection accepted) {
        try (TlsConnection connection = server.accept(accepted)) {
            EarlyData fate = connection.handshake().earlyData();
            visits.add(deed.execute(connection, fate));
        } catch (IOException e) {
            visits.add(new Visit(EarlyData.NONE, false, "", String.valueOf(e.getMessage())));
        }
    }

    /** Where it is, by the name that its certificate has. */
    InetSocketAddress address() throws IOException {
        InetSocketAddress local = door.address();
        return new InetSocketAddress(
                InetAddress.getByAddress("localhost", local.getAddress().getAddress()), local.getPort());
    }

    int port() {
        return door.address().getPort();
    }

    /** Whether none has ended that was not asked for. */
    boolean isQuiet() {
        return visits.isEmpty();
    }

    /** The next that ended, in the order of their ends. */
    Visit next() throws InterruptedException {
        Visit visit = visits.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        if (visit == null) {
            throw new AssertionError("nobody came");
        }
        return visit;
    }

    @Override
    public void close() throws IOException {
        door.close();
        server.close();
    }

    /** Reads a request of one line. */
    static Visit request(TlsConnection connection, EarlyData fate) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(32 * 1024);
        boolean early = false;
        while (bytes.position() == 0 || bytes.get(bytes.position() - 1) != '\n') {
            if (connection.read(bytes) < 0) {
                throw new IOException("no request");
            }
            early |= connection.early();
        }
        return new Visit(
                fate, early, StandardCharsets.US_ASCII.decode(bytes.flip()).toString(), "");
    }

    static void answer(TlsConnection connection, String text) throws IOException {
        connection.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
    }

    /** What a server does on a connection. */
    interface Deed {
        /** The connection is closed afterwards. */
        Visit execute(TlsConnection connection, EarlyData fate) throws IOException;
    }

    /**
     * What happened on a connection.
     *
     * @param fate what the report says
     * @param early whether any byte of the request was early
     * @param request what was executed
     * @param failure why nothing was
     */
    record Visit(EarlyData fate, boolean early, String request, String failure) {}
}
