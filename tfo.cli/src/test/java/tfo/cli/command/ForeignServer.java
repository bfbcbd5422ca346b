package tfo.cli.command;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A TLS server that others wrote, in the foreground, with a configuration of its own; it answers every GET by HTTP. */
final class ForeignServer implements AutoCloseable {
    private final Process process;
    private final int port;

    private ForeignServer(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * Starts one and waits until it listens.
     *
     * @param kind {@code nginx}, {@code openssl} or {@code gnutls}
     * @param version the only one it speaks, such as {@code 1.3}
     */
    static ForeignServer start(Path folder, PemFiles pem, String kind, String version)
            throws IOException, InterruptedException {
        int port = freePort();
        List<String> command = switch (kind) {
            case "nginx" -> nginx(folder, pem, version, port);
            case "openssl" -> openssl(pem, version, port);
            case "gnutls" -> gnutls(pem, version, port);
            default -> throw new IllegalArgumentException(kind);
        };
        Path log = Files.createTempFile(folder, kind, ".log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        ForeignServer server = new ForeignServer(process, port);
        server.awaitReady(log);
        return server;
    }

    private static List<String> openssl(PemFiles pem, String version, int port) {
        String security = version.equals("1.1") ? "DEFAULT@SECLEVEL=0" : "DEFAULT";
        return List.of(
                "openssl",
                "s_server",
                "-accept",
                "127.0.0.1:" + port,
                "-cert",
                pem.certificate().toString(),
                "-key",
                pem.key().toString(),
                "-cipher",
                security,
                "-www",
                "-tls" + version.replace('.', '_'));
    }

    private static List<String> gnutls(PemFiles pem, String version, int port) {
        return List.of(
                "gnutls-serv",
                "--http",
                "--quiet",
                "--port",
                Integer.toString(port),
                "--x509certfile",
                pem.certificate().toString(),
                "--x509keyfile",
                pem.key().toString(),
                "--priority",
                "NORMAL:-VERS-ALL:+VERS-TLS" + version);
    }

    private static List<String> nginx(Path folder, PemFiles pem, String version, int port) throws IOException {
        Path work = Files.createTempDirectory(folder, "nginx");
        String text = """
                user root;
                daemon off;
                master_process off;
                pid WORK/pid;
                error_log stderr error;
                events { worker_connections 64; }
                http {
                  access_log off;
                  client_body_temp_path WORK/body;
                  proxy_temp_path WORK/proxy;
                  fastcgi_temp_path WORK/fastcgi;
                  uwsgi_temp_path WORK/uwsgi;
                  scgi_temp_path WORK/scgi;
                  ssl_certificate CERTIFICATE;
                  ssl_certificate_key KEY;
                  ssl_protocols TLSvVERSION;
                  ssl_session_tickets on;
                  ssl_early_data on;
                  server { listen 127.0.0.1:PORT ssl fastopen=64; location / { return 200 "from nginx\\n"; } }
                }
                """.replace("WORK", work.toString())
                .replace("CERTIFICATE", pem.certificate().toString())
                .replace("KEY", pem.key().toString())
                .replace("VERSION", version)
                .replace("PORT", Integer.toString(port));
        Path configuration = Files.writeString(work.resolve("nginx.conf"), text);
        return List.of("nginx", "-p", work.toString(), "-c", configuration.toString());
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void awaitReady(Path log) throws InterruptedException, IOException {
        for (long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20); System.nanoTime() < deadline; ) {
            if (process.waitFor(20, TimeUnit.MILLISECONDS)) {
                throw new AssertionError("it ended with " + process.exitValue() + ": " + Files.readString(log));
            }
            if (isListening()) {
                return;
            }
        }
        throw new AssertionError("it does not listen: " + Files.readString(log));
    }

    private boolean isListening() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    String url() {
        return "https://localhost:" + port + "/";
    }

    int port() {
        return port;
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().orTimeout(10, TimeUnit.SECONDS).join();
    }
}
