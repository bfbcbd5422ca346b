package tfo.cli.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import tfo.cli.core.Failure;
import tfo.lab.foreign.ForeignServer;
import tfo.lab.foreign.Nginx;

/** The system's nginx with a folder of its own, without TLS and with it. */
final class NginxSite implements Site {
    private final Folder folder;
    private final ForeignServer server;
    private final InetSocketAddress plain;
    private final InetSocketAddress secure;

    private NginxSite(Folder folder, ForeignServer server, InetSocketAddress plain, InetSocketAddress secure) {
        this.folder = folder;
        this.server = server;
        this.plain = plain;
        this.secure = secure;
    }

    /**
     * Starts one on this address, and waits until it listens.
     *
     * @throws Failure if nginx is not installed
     * @throws IOException if it does not start
     */
    static NginxSite open(Credential credential, InetAddress at) throws IOException, Failure {
        Nginx nginx = installed(Nginx.find());
        Folder folder = Folder.create();
        try {
            NginxSite site = start(nginx, folder, credential, at);
            // Who interrupts the demo leaves neither a process nor a key behind.
            Runtime.getRuntime().addShutdownHook(new Thread(site::closeAtExit, "end of nginx"));
            return site;
        } catch (IOException | RuntimeException e) {
            folder.close();
            throw e;
        }
    }

    /**
     * The one that was found.
     *
     * @throws Failure if there is none
     */
    static Nginx installed(Optional<Nginx> found) throws Failure {
        return found.orElseThrow(() -> new Failure("nginx is not installed: apt-get install nginx"));
    }

    private static NginxSite start(Nginx nginx, Folder folder, Credential credential, InetAddress at)
            throws IOException {
        InetSocketAddress plain = ForeignServer.unusedPort(at);
        InetSocketAddress secure = ForeignServer.unusedPort(at);
        String http = """
                ssl_certificate %s;
                ssl_certificate_key %s;
                ssl_protocols TLSv1.3;
                ssl_session_tickets on;
                ssl_early_data on;
                server { listen %s ssl fastopen=64; %5$s }
                server { listen %4$s fastopen=64; %5$s }
                """.formatted(
                        folder.write("certificate.pem", credential.certificatePem()),
                        folder.write("key.pem", credential.keyPem()),
                        Nginx.listen(secure),
                        Nginx.listen(plain),
                        "location / { return 200 \"" + "0123456789abcdef".repeat(PAGE_BYTES / 16) + "\"; }");
        return new NginxSite(folder, nginx.start(folder.path(), plain, http), plain, secure);
    }

    @Override
    public int plainPort() {
        return plain.getPort();
    }

    @Override
    public int securePort() {
        return secure.getPort();
    }

    // The hook stays: the JVM does not let go of one while it ends, and to close twice is harmless.
    @Override
    public void close() throws IOException {
        try (folder) {
            server.close();
        }
    }

    private void closeAtExit() {
        try {
            close();
        } catch (IOException | UncheckedIOException e) {
            System.getLogger("tfo.cli").log(System.Logger.Level.DEBUG, "close", e);
        }
    }
}
