package examples.dnsovertls;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import tfo.api.tls.Identity;

/** A resolver that others wrote, in the foreground, with a zone of its own and nobody to ask: in the clear, and by TLS. */
final class Unbound implements Closeable {
    private final Process process;
    private final Path log;
    private final InetSocketAddress plain;
    private final InetSocketAddress tls;

    /** Lives in this folder and shows this identity. */
    Unbound(Path folder, InetAddress at, Identity identity) throws Exception {
        Path work = Files.createTempDirectory(folder, "unbound");
        log = work.resolve("log");
        // Both at once: one after the other they could be the same.
        try (ServerSocket one = new ServerSocket(0, 1, at);
                ServerSocket other = new ServerSocket(0, 1, at)) {
            plain = (InetSocketAddress) one.getLocalSocketAddress();
            tls = (InetSocketAddress) other.getLocalSocketAddress();
        }
        write(work.resolve("chain.pem"), "CERTIFICATE", identity.chain().toArray(Certificate[]::new));
        Files.writeString(
                work.resolve("key.pem"), pem("PRIVATE KEY", identity.key().getEncoded()));
        Path configuration = Files.writeString(work.resolve("unbound.conf"), configuration(work));
        process = new ProcessBuilder("unbound", "-d", "-c", configuration.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        awaitReady();
    }

    private String configuration(Path work) {
        String host = plain.getAddress().getHostAddress();
        return """
                server:
                  use-syslog: no
                  logfile: ""
                  username: ""
                  chroot: ""
                  pidfile: ""
                  directory: "WORK"
                  num-threads: 1
                  outgoing-range: 16
                  interface: HOST@PLAIN
                  interface: HOST@TLS
                  tls-port: TLS
                  tls-service-key: "WORK/key.pem"
                  tls-service-pem: "WORK/chain.pem"
                  access-control: 0.0.0.0/0 allow
                  module-config: "iterator"
                  local-zone: "." static
                  local-data: "one.test. 60 IN A 192.0.2.1"
                  local-data: "one.test. 60 IN AAAA 2001:db8::1"
                  local-data: 'long.test. 60 IN TXT "TEXT"'
                remote-control:
                  control-enable: no
                """.replace("WORK", work.toString())
                .replace("HOST", host)
                .replace("PLAIN", Integer.toString(plain.getPort()))
                .replace("TLS", Integer.toString(tls.getPort()))
                .replace("TEXT", "x".repeat(200));
    }

    static void write(Path file, String label, Certificate... certificates) throws Exception {
        StringBuilder text = new StringBuilder();
        for (Certificate certificate : certificates) {
            text.append(pem(label, certificate.getEncoded()));
        }
        Files.writeString(file, text);
    }

    private static String pem(String label, byte[] der) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
    }

    private void awaitReady() throws InterruptedException, IOException {
        for (long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60); System.nanoTime() < end; ) {
            if (process.waitFor(20, TimeUnit.MILLISECONDS)) {
                throw new AssertionError("it ended with " + process.exitValue() + ": " + Files.readString(log));
            }
            if (isListening(plain) && isListening(tls)) {
                return;
            }
        }
        throw new AssertionError("it does not listen: " + Files.readString(log));
    }

    private static boolean isListening(InetSocketAddress address) {
        try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Where it answers in the clear. */
    InetSocketAddress plain() {
        return plain;
    }

    /** Where it speaks TLS. */
    InetSocketAddress tls() {
        return tls;
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().orTimeout(60, TimeUnit.SECONDS).join();
    }
}
