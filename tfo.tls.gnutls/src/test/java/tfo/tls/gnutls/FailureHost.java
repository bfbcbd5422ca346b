package tfo.tls.gnutls;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import tfo.api.tls.ReplayGuard;
import tfo.api.tls.TlsServer;
import tfo.lab.Fault;
import tfo.lab.NetworkLab;
import tfo.lab.foreign.ForeignServer;

/** A server behind a line, ours or nginx, to which things happen. */
abstract class FailureHost implements Closeable {
    /** The group that nobody asks for first. */
    private static final String OTHER_GROUP = "SECP384R1";

    private final NetworkLab lab;
    final InetSocketAddress at;

    private FailureHost(NetworkLab lab, InetSocketAddress at) {
        this.lab = lab;
        this.at = at;
    }

    static FailureHost ours(NetworkLab lab) throws Exception {
        return new Ours(lab, address(lab));
    }

    static FailureHost nginx(NetworkLab lab, Path folder) throws Exception {
        return new Nginx(lab, address(lab), folder);
    }

    private static InetSocketAddress address(NetworkLab lab) throws Exception {
        return ForeignServer.unusedPort(lab.server());
    }

    /** The path to it. */
    NetworkLab lab() {
        return lab;
    }

    /** From now on the path does this. */
    void path(Fault fault) {
        lab.inflict(fault);
    }

    /** It begins anew, as it was. */
    abstract void restart() throws Exception;

    /** It begins anew with another secret of the tickets. */
    abstract void restartWithOtherTicketKeys() throws Exception;

    /** It begins anew and takes no early data. */
    abstract void restartWithoutEarlyData() throws Exception;

    /** It begins anew, and whoever is to remember what was taken before fails. */
    abstract void restartWithBrokenGuard() throws Exception;

    /** It begins anew with one group only, which is none that a client sends a share of unasked. */
    abstract void restartWithOtherGroup() throws Exception;

    /** Waits until so many connections more have ended. */
    abstract void awaitEnds(int connections) throws InterruptedException;

    /** The targets of all requests that it has executed since it began. It may end with this. */
    abstract List<String> executed() throws Exception;

    /** With {@link tfo.tls.gnutls the provider} under test. */
    private static final class Ours extends FailureHost {
        private final byte[] key = new byte[64];
        private HttpTown town;

        Ours(NetworkLab lab, InetSocketAddress at) throws Exception {
            super(lab, at);
            new SecureRandom().nextBytes(key);
            town = open(builder -> builder.ticketKey(key));
        }

        private HttpTown open(UnaryOperator<TlsServer.Builder> settings) throws IOException {
            return new HttpTown(at, builder -> settings.apply(builder.earlyData(16_384)));
        }

        private void restart(UnaryOperator<TlsServer.Builder> settings) throws IOException {
            town.close();
            town = open(settings);
        }

        @Override
        void restart() throws IOException {
            restart(builder -> builder.ticketKey(key));
        }

        @Override
        void restartWithOtherTicketKeys() throws IOException {
            restart(UnaryOperator.identity());
        }

        @Override
        void restartWithoutEarlyData() throws IOException {
            restart(builder -> builder.ticketKey(key).earlyData(0));
        }

        @Override
        void restartWithBrokenGuard() throws IOException {
            ReplayGuard broken = (id, until) -> {
                throw new IllegalStateException("broken, as the test wants it");
            };
            restart(builder -> builder.ticketKey(key).replayGuard(broken));
        }

        @Override
        void restartWithOtherGroup() throws IOException {
            restart(builder -> builder.ticketKey(key).priority("NORMAL:-GROUP-ALL:+GROUP-" + OTHER_GROUP));
        }

        @Override
        void awaitEnds(int connections) throws InterruptedException {
            town.awaitEnds(connections);
            assertTrue(town.isQuiet(), "more connections than that");
        }

        @Override
        List<String> executed() {
            return town.executed();
        }

        @Override
        public void close() throws IOException {
            town.close();
        }
    }

    /** Which counts what it has executed in its log. */
    private static final class Nginx extends FailureHost {
        private final Path folder;
        private final String keys;
        private ForeignTown nginx;

        Nginx(NetworkLab lab, InetSocketAddress at, Path folder) throws Exception {
            super(lab, at);
            this.folder = folder;
            byte[] key = new byte[80];
            new SecureRandom().nextBytes(key);
            keys = "ssl_session_ticket_key " + Files.write(folder.resolve("key" + at.getPort()), key) + ";";
            nginx = open(keys);
        }

        private ForeignTown open(String more) throws Exception {
            return ForeignTown.nginx(folder, at, more);
        }

        private void restart(String more) throws Exception {
            nginx.close();
            nginx = open(more);
        }

        @Override
        void restart() throws Exception {
            restart(keys);
        }

        @Override
        void restartWithOtherTicketKeys() throws Exception {
            restart("");
        }

        @Override
        void restartWithoutEarlyData() throws Exception {
            restart(keys + ForeignTown.NO_EARLY_DATA);
        }

        @Override
        void restartWithBrokenGuard() {
            throw new UnsupportedOperationException("it has none");
        }

        @Override
        void restartWithOtherGroup() throws Exception {
            restart(keys + "ssl_ecdh_curve " + OTHER_GROUP.toLowerCase(Locale.ROOT) + ";");
        }

        @Override
        void awaitEnds(int connections) {
            // It writes down nothing but requests, and the last of those when it ends.
        }

        @Override
        List<String> executed() throws Exception {
            nginx.close();
            return nginx.executed();
        }

        @Override
        public void close() {
            nginx.close();
        }
    }
}
