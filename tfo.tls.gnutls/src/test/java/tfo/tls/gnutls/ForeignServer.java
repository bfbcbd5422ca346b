package tfo.tls.gnutls;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import tfo.api.tls.Identity;
import tfo.testkit.tls.Pki;

/** A program that others wrote, which takes early data and data in the SYN, in the foreground. */
final class ForeignServer implements Closeable {
    static final String HOST = "server.test";
    static final Pki PKI = Pki.root("authority of the foreign servers");

    /** Among nginx's configuration: it takes none. */
    static final String NO_EARLY_DATA = "ssl_early_data off;";

    private static final Identity IDENTITY = PKI.server(HOST);

    private final Process process;
    private final Path log;
    private final InetSocketAddress address;

    private ForeignServer(Process process, Path log, InetSocketAddress address) {
        this.process = process;
        this.log = log;
        this.address = address;
    }

    /**
     * An nginx that answers with what it was asked: whether that came early, its target, its field X.
     *
     * @param tls more of its configuration
     */
    static ForeignServer nginx(Path folder, InetAddress at, int port, String tls) throws Exception {
        return nginx(folder, at, port, tls, IDENTITY);
    }

    /** One that nobody should believe. */
    static ForeignServer stranger(Path folder, InetAddress at, int port) throws Exception {
        return nginx(folder, at, port, "", Pki.selfSigned(HOST));
    }

    private static ForeignServer nginx(Path folder, InetAddress at, int port, String tls, Identity shown)
            throws Exception {
        Path work = Files.createTempDirectory(folder, "nginx");
        String host = at.getHostAddress().replaceFirst("%.*", "");
        String literal = host.contains(":") ? "[" + host + "]" : host;
        String text = """
                user root;
                daemon off;
                master_process off;
                pid WORK/pid;
                error_log stderr error;
                events { worker_connections 1024; }
                http {
                  log_format executed "$request_uri";
                  access_log WORK/executed executed;
                  client_body_temp_path WORK/body;
                  proxy_temp_path WORK/proxy;
                  fastcgi_temp_path WORK/fastcgi;
                  uwsgi_temp_path WORK/uwsgi;
                  scgi_temp_path WORK/scgi;
                  large_client_header_buffers 4 64k;
                  keepalive_requests 1000000;
                  ssl_certificate CHAIN;
                  ssl_certificate_key KEY;
                  ssl_protocols TLSv1.3;
                  TLS
                  server {
                    listen ADDRESS:PORT ssl fastopen=256;
                    EARLY
                    location / { return 200 "early=$ssl_early_data target=$request_uri x=$http_x."; }
                  }
                }
                """.replace("WORK", work.toString())
                .replace("CHAIN", chain(work, shown).toString())
                .replace("KEY", key(work, shown).toString())
                .replace("EARLY", tls.contains(NO_EARLY_DATA) ? "" : "ssl_early_data on;")
                .replace("TLS\n", tls + "\n")
                .replace("ADDRESS", literal)
                .replace("PORT", Integer.toString(port));
        Path configuration = Files.writeString(work.resolve("nginx.conf"), text);
        return start(work, at, port, List.of("nginx", "-p", work.toString(), "-c", configuration.toString()));
    }

    /** OpenSSL's s_server, which writes down what it gets, and when. */
    static ForeignServer openssl(Path folder, InetAddress at, int port, String... more) throws Exception {
        Path work = Files.createTempDirectory(folder, "openssl");
        List<String> command = List.of(
                "openssl",
                "s_server",
                "-accept",
                at.getHostAddress() + ":" + port,
                "-cert",
                chain(work, IDENTITY).toString(),
                "-key",
                key(work, IDENTITY).toString(),
                "-tls1_3",
                "-early_data");
        return start(
                work, at, port, Stream.concat(command.stream(), Stream.of(more)).toList());
    }

    /** GnuTLS's own server, which sends back what it gets. */
    static ForeignServer gnutls(Path folder, InetAddress at, int port, String... more) throws Exception {
        Path work = Files.createTempDirectory(folder, "gnutls");
        List<String> command = List.of(
                "gnutls-serv",
                "--echo",
                "--earlydata",
                "--port",
                Integer.toString(port),
                "--x509certfile",
                chain(work, IDENTITY).toString(),
                "--x509keyfile",
                key(work, IDENTITY).toString());
        return start(
                work, at, port, Stream.concat(command.stream(), Stream.of(more)).toList());
    }

    private static ForeignServer start(Path work, InetAddress at, int port, List<String> command) throws Exception {
        Path log = work.resolve("log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        ForeignServer server = new ForeignServer(process, log, new InetSocketAddress(at, port));
        server.awaitReady();
        return server;
    }

    private static Path chain(Path work, Identity shown) throws IOException, CertificateEncodingException {
        StringBuilder text = new StringBuilder();
        for (X509Certificate certificate : shown.chain()) {
            text.append(pem("CERTIFICATE", certificate.getEncoded()));
        }
        return Files.writeString(work.resolve("chain.pem"), text);
    }

    // RFC 5915: the public key is optional in a private one. The JDK leaves it out, gnutls-serv wants it.
    private static Path key(Path work, Identity shown) throws Exception {
        Path bare = Files.writeString(
                work.resolve("bare.pem"), pem("PRIVATE KEY", shown.key().getEncoded()));
        Path old = work.resolve("old.pem");
        Path key = work.resolve("key.pem");
        run("openssl", "ec", "-in", bare.toString(), "-out", old.toString());
        run("openssl", "pkcs8", "-topk8", "-nocrypt", "-in", old.toString(), "-out", key.toString());
        return key;
    }

    private static String pem(String label, byte[] der) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
    }

    static void run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!process.waitFor(20, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new AssertionError(String.join(" ", command));
        }
    }

    /** A port of this address at which nobody listens. */
    static int freePort(InetAddress at) throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, at)) {
            return socket.getLocalPort();
        }
    }

    private void awaitReady() throws InterruptedException, IOException {
        for (long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20); System.nanoTime() < end; ) {
            if (process.waitFor(20, TimeUnit.MILLISECONDS)) {
                throw new AssertionError("it ended with " + process.exitValue() + ": " + log());
            }
            if (isListening()) {
                return;
            }
        }
        throw new AssertionError("it does not listen: " + log());
    }

    private boolean isListening() {
        try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    int port() {
        return address.getPort();
    }

    /** What it wrote. */
    String log() throws IOException {
        return Files.readString(log);
    }

    /** What nginx was asked for and answered, in order; all of it once it is closed. */
    List<String> executed() throws IOException {
        return Files.readAllLines(log.resolveSibling("executed"));
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().orTimeout(10, TimeUnit.SECONDS).join();
    }
}
