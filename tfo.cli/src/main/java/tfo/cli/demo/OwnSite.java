package tfo.cli.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import tfo.api.Availability;
import tfo.api.socket.FastOpenListener;
import tfo.api.socket.ListenRequest;
import tfo.api.tls.TlsServer;
import tfo.cli.serve.Entrance;
import tfo.cli.serve.Security;
import tfo.cli.serve.ServeLog;
import tfo.cli.serve.Served;
import tfo.cli.serve.Server;

/** What {@code ./tfo serve} is, in this JVM; with early data where the library can, each ticket of which is good for once. */
final class OwnSite implements Site {
    private static final int EARLY_DATA_LIMIT = 16_384;

    private final Server plain;
    private final Server secure;

    private OwnSite(Server plain, Server secure) {
        this.plain = plain;
        this.secure = secure;
    }

    /** Opens one on this address. */
    static OwnSite open(Stacks stacks, Credential credential, InetAddress at) throws IOException {
        ListenRequest anyPort = ListenRequest.on(new InetSocketAddress(at, 0));
        Server plain = start(Entrance.plain(stacks.sockets(), anyPort));
        try {
            return new OwnSite(plain, startSecure(stacks, credential, anyPort));
        } catch (IOException | RuntimeException e) {
            plain.close();
            throw e;
        }
    }

    private static Server startSecure(Stacks stacks, Credential credential, ListenRequest where) throws IOException {
        Security tls = Security.tls(tlsServer(stacks, credential));
        try {
            return start(new Entrance(stacks.sockets(), where, tls));
        } catch (IOException | RuntimeException e) {
            tls.close();
            throw e;
        }
    }

    private static TlsServer tlsServer(Stacks stacks, Credential credential) throws IOException {
        TlsServer.Builder server = stacks.server().server().identity(credential.identity());
        return (stacks.servesEarlyData() ? server.earlyData(EARLY_DATA_LIMIT) : server).build();
    }

    private static Server start(Entrance entrance) throws IOException {
        Server server = Server.sized(entrance, PAGE_BYTES, new Silence());
        Thread accepting = new Thread(server::run, "tfo-demo-server");
        accepting.setDaemon(true);
        accepting.start();
        return server;
    }

    @Override
    public int plainPort() {
        return plain.listener().localAddress().getPort();
    }

    @Override
    public int securePort() {
        return secure.listener().localAddress().getPort();
    }

    @Override
    public void close() throws IOException {
        try (plain) {
            secure.close();
        }
    }

    /** The race speaks for itself. */
    private static final class Silence implements ServeLog {
        @Override
        public void listening(FastOpenListener listener, Availability fastOpen) {}

        @Override
        public void ended(Served served) {}

        @Override
        public void acceptFailed(IOException cause) {}
    }
}
