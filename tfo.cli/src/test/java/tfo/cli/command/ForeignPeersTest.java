package tfo.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tfo.api.socket.FastOpenSockets;
import tfo.cli.core.JsonReader;
import tfo.lab.foreign.ForeignServer;
import tfo.lab.foreign.Nginx;

/** Our commands with programs that others wrote. */
@Timeout(300)
class ForeignPeersTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"nc -N 127.0.0.1 PORT", "socat -t 5 - TCP:127.0.0.1:PORT"})
    void echoAnswers(String client) throws Exception {
        String text = "to be or not to be\n".repeat(1000);
        try (ServedProgram server = ServedProgram.start("--echo")) {
            assertEquals(
                    true, server.listening().get("fastOpen"), server.listening().toString());

            String answer = run(text, client.replace("PORT", "" + server.port()).split(" ", -1));

            assertEquals(text, answer);
            Map<String, Object> ended = server.next();
            assertEquals("connection", ended.get("event"));
            assertEquals((double) text.length(), ended.get("received"));
            assertEquals((double) text.length(), ended.get("sent"));
        }
    }

    @Test
    void curlPutsItsRequestIntoTheSyn() throws Exception {
        Files.writeString(folder.resolve("page.txt"), "a page\n");
        try (ServedProgram server = ServedProgram.start("--dir", folder.toString())) {
            String url = "http://127.0.0.1:" + server.port() + "/page.txt";
            long before = FastOpenSockets.best().counters().passive();

            // The first contact fetches the cookie. Its line is read before the second: a line is written when its
            // connection ends.
            assertEquals("a page\n", run("", "curl", "-sS", "--fail", "--noproxy", "*", "--tcp-fastopen", url));
            server.next();
            assertEquals("a page\n", run("", "curl", "-sS", "--fail", "--noproxy", "*", "--tcp-fastopen", url));

            assertEquals("ACKNOWLEDGED", server.next().get("outcome"));
            assertTrue(FastOpenSockets.best().counters().passive() > before);
        }
    }

    @Test
    void sigtermEndsTheServerCleanly() throws Exception {
        try (ServedProgram server = ServedProgram.start("--size", "5")) {
            assertEquals(128 + 15, server.terminate());
        }
    }

    @Test
    void getPutsItsRequestToNginxIntoTheSyn() throws Exception {
        Files.writeString(folder.resolve("index.html"), "from nginx\n");
        InetSocketAddress at = ForeignServer.unusedPort(InetAddress.getLoopbackAddress());
        String site = "server { listen " + Nginx.listen(at) + " fastopen=64; root " + folder + "; }";
        Path own = Files.createDirectory(folder.resolve("nginx"));
        try (ForeignServer nginx = Nginx.find().orElseThrow().start(own, at, site)) {
            String url = "http://127.0.0.1:" + nginx.address().getPort() + "/index.html";
            assertEquals(0, Program.run("get", url, "--json").status());

            Program program = Program.run("get", url, "--json");

            Map<String, Object> report = JsonReader.object(program.out());
            assertEquals(200.0, report.get("status"), program.err());
            Map<?, ?> fastOpen = (Map<?, ?>) report.get("fastOpen");
            assertEquals("ACKNOWLEDGED", fastOpen.get("outcome"));
            assertEquals(fastOpen.get("offered"), fastOpen.get("inSyn"));
            assertEquals("from nginx\n", Program.run("get", url).out());
        }
    }

    private static String run(String input, String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(List.of(command))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (OutputStream in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        assertEquals(0, process.exitValue(), String.join(" ", command) + ": " + output);
        return output;
    }
}
