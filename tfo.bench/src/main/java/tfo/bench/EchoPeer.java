package tfo.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;

/** An {@link EchoServer} in a process of its own, so that its CPU time does not count. */
final class EchoPeer implements AutoCloseable {
    private final Process process;
    private final int port;

    private EchoPeer(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    static EchoPeer onLoopback() throws IOException {
        return on(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
    }

    static EchoPeer on(InetAddress address) throws IOException {
        Process process = new ProcessBuilder(command(address.getHostAddress()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader output = process.inputReader();
        String port = output.readLine();
        if (port == null) {
            throw new IOException("the echo server did not start");
        }
        return new EchoPeer(process, Integer.parseInt(port));
    }

    private static List<String> command(String address) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return List.of(
                java, "-Xmx64m", "-XX:+UseSerialGC", "-cp", classes().toString(), EchoServer.class.getName(), address);
    }

    private static Path classes() {
        try {
            return Path.of(EchoServer.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    int port() {
        return port;
    }

    InetSocketAddress loopback() throws IOException {
        return new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port);
    }

    @Override
    public void close() {
        process.destroy();
    }
}
