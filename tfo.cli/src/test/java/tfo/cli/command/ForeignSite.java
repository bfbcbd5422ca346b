package tfo.cli.command;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import tfo.lab.foreign.ForeignServer;
import tfo.testkit.tls.ForeignTls;
import tfo.testkit.tls.PemFiles;

/** A TLS server that others wrote, which answers every GET by HTTP. */
record ForeignSite(ForeignServer server) implements Closeable {

    /**
     * Starts one.
     *
     * @param kind {@code nginx}, {@code openssl} or {@code gnutls}
     * @param version the only one it speaks, such as {@code 1.3}
     */
    static ForeignSite start(Path folder, PemFiles pem, String kind, String version) throws IOException {
        InetSocketAddress at = ForeignServer.unusedPort(InetAddress.getLoopbackAddress());
        return new ForeignSite(
                switch (kind) {
                    case "nginx" -> nginx(folder, at, pem, version);
                    case "openssl" -> openssl(folder, at, pem, version);
                    case "gnutls" -> gnutls(folder, at, pem, version);
                    default -> throw new IllegalArgumentException(kind);
                });
    }

    private static ForeignServer nginx(Path folder, InetSocketAddress at, PemFiles pem, String version)
            throws IOException {
        String settings = "ssl_protocols TLSv" + version + "; ssl_session_tickets on; ssl_early_data on;";
        return ForeignTls.nginx(folder, at, pem, settings, "location / { return 200 \"from nginx\\n\"; }");
    }

    private static ForeignServer openssl(Path folder, InetSocketAddress at, PemFiles pem, String version)
            throws IOException {
        String security = version.equals("1.1") ? "DEFAULT@SECLEVEL=0" : "DEFAULT";
        return ForeignTls.openssl(folder, at, pem, "-cipher", security, "-www", "-tls" + version.replace('.', '_'));
    }

    private static ForeignServer gnutls(Path folder, InetSocketAddress at, PemFiles pem, String version)
            throws IOException {
        String priority = "NORMAL:-VERS-ALL:+VERS-TLS" + version;
        return ForeignTls.gnutls(folder, at, pem, "--http", "--quiet", "--priority", priority);
    }

    String url() {
        return "https://localhost:" + port() + "/";
    }

    int port() {
        return server.address().getPort();
    }

    @Override
    public void close() {
        server.close();
    }
}
