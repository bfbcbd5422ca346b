package tfo.tls.gnutls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tfo.api.socket.FastOpenListener;
import tfo.api.socket.ListenRequest;
import tfo.api.tls.HandshakeReport.EarlyData;
import tfo.api.tls.TlsConnection;
import tfo.api.tls.TlsServer;
import tfo.linux.LinuxSockets;
import tfo.testkit.tls.Pki;

/** OpenSSL and GnuTLS' own client bring early data, and get the answer. */
@Timeout(60)
class ForeignEarlyDataTest {
    private static final String REQUEST = "what time is it?\n";

    @TempDir
    private Path folder;

    /** What the server saw. */
    private record Seen(EarlyData earlyData, boolean early, String request) {}

    private static Seen answer(TlsServer server, FastOpenListener listener) throws IOException {
        try (TlsConnection connection = server.accept(listener.accept())) {
            ByteBuffer bytes = ByteBuffer.allocate(1024);
            connection.read(bytes);
            boolean early = connection.early();
            connection.write(ByteBuffer.wrap("half past ten\n".getBytes(StandardCharsets.US_ASCII)));
            connection.confirm();
            String request = StandardCharsets.US_ASCII.decode(bytes.flip()).toString();
            return new Seen(connection.handshake().earlyData(), early, request);
        }
    }

    private Process openssl(int port, String... more) throws IOException {
        List<String> command = new java.util.ArrayList<>(
                List.of("openssl", "s_client", "-connect", "127.0.0.1:" + port, "-ign_eof", "-quiet"));
        command.addAll(List.of(more));
        Path input = Files.writeString(folder.resolve("input"), more.length > 2 ? "" : REQUEST);
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(input.toFile())
                .start();
    }

    private static String output(Process process) throws IOException, InterruptedException {
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(20, TimeUnit.SECONDS));
        return output;
    }

    @Test
    void openSslIsAnsweredBeforeItsFinished() throws Exception {
        Path session = folder.resolve("session");
        Path request = Files.writeString(folder.resolve("request"), REQUEST);
        try (FastOpenListener listener = new LinuxSockets()
                        .listen(ListenRequest.on(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
                TlsServer server = new GnuTlsService()
                        .server()
                        .identity(Pki.root("foreign").server("localhost", "127.0.0.1"))
                        .earlyData(1000)
                        .build()) {
            int port = listener.localAddress().getPort();
            CompletableFuture<Seen> first = CompletableFuture.supplyAsync(() -> seen(server, listener));
            String full = output(openssl(port, "-sess_out", session.toString()));
            assertTrue(full.contains("half past ten"), full);
            assertEquals(new Seen(EarlyData.NONE, false, REQUEST), first.get());

            CompletableFuture<Seen> second = CompletableFuture.supplyAsync(() -> seen(server, listener));
            String resumed = output(openssl(port, "-sess_in", session.toString(), "-early_data", request.toString()));
            assertTrue(resumed.contains("half past ten"), resumed);
            assertEquals(new Seen(EarlyData.ACCEPTED, true, REQUEST), second.get());
        }
    }

    private static Seen seen(TlsServer server, FastOpenListener listener) {
        try {
            return answer(server, listener);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
