package examples.selector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import examples.Peer;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tfo.api.socket.FastOpenReport.Outcome;
import tfo.api.socket.FastOpenSockets;

@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ManyConnectionsTest {
    private static final byte[] QUESTION = "who is there?\n".getBytes(StandardCharsets.UTF_8);

    private final FastOpenSockets sockets = FastOpenSockets.best();

    @Test
    void withACookieEveryQuestionOfManyTravelsInItsSyn() throws Exception {
        try (Peer server = new Peer("\n", "me\n")) {
            ask(List.of(server.address()));

            List<ManyConnections.Answer> answers = ask(Collections.nCopies(50, server.address()));

            assertEquals(50, answers.size());
            for (ManyConnections.Answer answer : answers) {
                assertEquals("me", answer.text());
                assertEquals(Outcome.ACKNOWLEDGED, answer.report().orElseThrow().outcome());
                assertEquals(QUESTION.length, answer.report().orElseThrow().inSyn());
            }
        }
    }

    @Test
    void aServerThatRefusesDoesNotSpoilTheOthers() throws Exception {
        try (Peer server = new Peer("\n", "me\n")) {
            List<InetSocketAddress> servers = new ArrayList<>(Collections.nCopies(5, server.address()));
            servers.add(2, nobody());

            List<ManyConnections.Answer> answers = ask(servers);

            assertEquals(6, answers.size());
            assertEquals(
                    5,
                    answers.stream()
                            .filter(answer -> answer.text().equals("me"))
                            .count());
            assertTrue(
                    answers.stream().anyMatch(answer -> answer.text().contains("Connection refused")),
                    answers::toString);
        }
    }

    @Test
    void aServerThatSaysNothingIsNotWaitedForWithoutEnd() throws Exception {
        try (Peer server = new Peer("never said", "me\n")) {
            ManyConnections client = new ManyConnections(sockets, QUESTION, Duration.ofMillis(200));

            List<ManyConnections.Answer> answers = client.ask(Collections.nCopies(3, server.address()));

            assertEquals(3, answers.size());
            for (ManyConnections.Answer answer : answers) {
                assertTrue(answer.text().contains("no answer in time"), answers::toString);
            }
        }
    }

    private List<ManyConnections.Answer> ask(List<InetSocketAddress> servers) throws Exception {
        return new ManyConnections(sockets, QUESTION, Duration.ofSeconds(60)).ask(servers);
    }

    private static InetSocketAddress nobody() throws Exception {
        try (ServerSocket closed = new ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
            return (InetSocketAddress) closed.getLocalSocketAddress();
        }
    }
}
