package tfo.tls.gnutls;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tfo.api.tls.Identity;
import tfo.lab.foreign.ForeignServer;
import tfo.testkit.tls.ForeignTls;
import tfo.testkit.tls.PemFiles;
import tfo.testkit.tls.Pki;

/** A program that others wrote, which takes early data and data in the SYN. */
final class ForeignTown implements Closeable {
    static final String HOST = "server.test";
    static final Pki PKI = Pki.root("authority of the foreign servers");

    /** Among nginx's configuration: it takes none. */
    static final String NO_EARLY_DATA = "ssl_early_data off;";

    private static final Identity IDENTITY = PKI.server(HOST);

    private final ForeignServer server;
    private final Path executed;

    private ForeignTown(ForeignServer server, Path executed) {
        this.server = server;
        this.executed = executed;
    }

    /**
     * An nginx that answers with what it was asked: whether that came early, its target, its field X.
     *
     * @param tls more of its configuration
     */
    static ForeignTown nginx(Path folder, InetSocketAddress at, String tls) throws IOException {
        return nginx(folder, at, tls, IDENTITY);
    }

    /** One that nobody should believe. */
    static ForeignTown stranger(Path folder, InetSocketAddress at) throws IOException {
        return nginx(folder, at, "", Pki.selfSigned(HOST));
    }

    private static ForeignTown nginx(Path folder, InetSocketAddress at, String tls, Identity shown) throws IOException {
        Path executed = Files.createTempFile(folder, "executed", "");
        String settings = """
                log_format executed "$request_uri";
                large_client_header_buffers 4 64k;
                keepalive_requests 1000000;
                ssl_protocols TLSv1.3;
                %s
                """.formatted(tls);
        String server = """
                access_log %s executed;
                %s
                location / { return 200 "early=$ssl_early_data target=$request_uri x=$http_x."; }
                """.formatted(executed, tls.contains(NO_EARLY_DATA) ? "" : "ssl_early_data on;");
        return new ForeignTown(
                ForeignTls.nginx(folder, at, PemFiles.of(folder, PKI, shown), settings, server), executed);
    }

    /** OpenSSL's s_server, which writes down what it gets, and when. */
    static ForeignTown openssl(Path folder, InetSocketAddress at) throws IOException {
        PemFiles pem = PemFiles.of(folder, PKI, IDENTITY);
        return new ForeignTown(ForeignTls.openssl(folder, at, pem, "-tls1_3", "-early_data"), Path.of(""));
    }

    /** GnuTLS's own server, which sends back what it gets. */
    static ForeignTown gnutls(Path folder, InetSocketAddress at) throws IOException {
        PemFiles pem = PemFiles.of(folder, PKI, IDENTITY);
        return new ForeignTown(ForeignTls.gnutls(folder, at, pem, "--echo", "--earlydata"), Path.of(""));
    }

    int port() {
        return server.address().getPort();
    }

    /** What it wrote. */
    String log() throws IOException {
        return server.log();
    }

    /** What nginx was asked for and answered, in order; all of it once it is closed. */
    List<String> executed() throws IOException {
        return Files.readAllLines(executed);
    }

    @Override
    public void close() {
        server.close();
    }
}
