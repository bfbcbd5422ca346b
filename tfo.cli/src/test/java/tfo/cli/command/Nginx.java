package tfo.cli.command;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** An nginx in the foreground with a configuration of its own, which takes data in the SYN. */
final class Nginx implements AutoCloseable {
    private final Process process;
    private final int port;

    private Nginx(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    static Nginx start(Path folder) throws IOException, InterruptedException {
        int port = freePort();
        Path work = Files.createTempDirectory(folder, "nginx");
        Path configuration = Files.writeString(work.resolve("nginx.conf"), configuration(folder, work, port));
        Process process = new ProcessBuilder(List.of("nginx", "-p", work.toString(), "-c", configuration.toString()))
                .inheritIO()
                .start();
        Nginx nginx = new Nginx(process, port);
        nginx.awaitReady();
        return nginx;
    }

    private static String configuration(Path folder, Path work, int port) {
        return """
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
                  server { listen 127.0.0.1:PORT fastopen=64; root FOLDER; }
                }
                """.replace("WORK", work.toString())
                .replace("PORT", Integer.toString(port))
                .replace("FOLDER", folder.toString());
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void awaitReady() throws InterruptedException {
        for (long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20); System.nanoTime() < deadline; ) {
            if (process.waitFor(20, TimeUnit.MILLISECONDS)) {
                throw new AssertionError("nginx ended with " + process.exitValue());
            }
            if (isListening()) {
                return;
            }
        }
        throw new AssertionError("nginx does not listen");
    }

    private boolean isListening() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
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
