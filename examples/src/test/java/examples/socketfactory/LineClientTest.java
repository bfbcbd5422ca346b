package examples.socketfactory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import examples.Peer;
import javax.net.SocketFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tfo.api.socket.FastOpenSockets;
import tfo.api.tcp.FastOpenCounters;

@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LineClientTest {
    private final FastOpenSockets sockets = FastOpenSockets.best();

    @Test
    void withOurSocketsTheSecondQuestionTravelsInTheSyn() throws Exception {
        assertEquals(1, inSynOfTwoQuestions(sockets.socketFactory()));
    }

    @Test
    void withTheJdksOwnNoneDoes() throws Exception {
        assertEquals(0, inSynOfTwoQuestions(SocketFactory.getDefault()));
    }

    private long inSynOfTwoQuestions(SocketFactory factory) throws Exception {
        try (Peer server = new Peer("\n", "fine, thank you\n")) {
            String host = server.address().getAddress().getHostAddress();
            LineClient client = new LineClient(factory, host, server.address().getPort());
            // The cookie may be there or not before the first question; after it, it is.
            assertEquals("fine, thank you", client.ask("how do you do?"));
            assertEquals("how do you do?\n", server.heard());
            FastOpenCounters before = sockets.counters();

            assertEquals("fine, thank you", client.ask("and now?"));

            assertEquals("and now?\n", server.heard());
            return sockets.counters().since(before).active();
        }
    }
}
