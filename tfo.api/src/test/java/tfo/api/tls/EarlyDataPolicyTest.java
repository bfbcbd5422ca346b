package tfo.api.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EarlyDataPolicyTest {
    private static final String HEAD = "GET / HTTP/1.1\r\nHost: a.test\r\n\r\n";

    private static boolean http(String request) {
        return EarlyDataPolicy.httpGet().replayable(latin(request));
    }

    private static ByteBuffer latin(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void nothingIsReplayableUnlessSomebodySaysSo() {
        assertFalse(EarlyDataPolicy.none().replayable(latin(HEAD)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\nHost: a.test\r\n\r\n",
                "HEAD /a/b.html HTTP/1.1\r\nHost: a.test\r\nAccept: */*\r\nCookie: a=1; b=2\r\n\r\n",
                "GET / HTTP/1.0\r\n\r\n",
                "GET http://a.test/x HTTP/1.1\r\nHost: a.test\r\n\r\n",
                "GET /%3F HTTP/1.1\r\nHost: a.test\r\nUser-Agent: caf\u00E9\r\nEmpty:\r\nTab:\ta\r\n\r\n"
            })
    void readingIsReplayable(String request) {
        assertTrue(http(request));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\r\n\r\n",
                "GET",
                "GET / HTTP/1.1\r\n",
                "GET / HTTP/1.1\r\nHost: a.test\r\n",
                "GET / HTTP/1.1\nHost: a.test\n\n",
                "POST / HTTP/1.1\r\nHost: a.test\r\n\r\n",
                "get / HTTP/1.1\r\nHost: a.test\r\n\r\n",
                "GETX / HTTP/1.1\r\nHost: a.test\r\n\r\n",
                "OPTIONS * HTTP/1.1\r\nHost: a.test\r\n\r\n",
                "GET /buy?item=1 HTTP/1.1\r\nHost: a.test\r\n\r\n",
                "GET http://a.test/x?y HTTP/1.1\r\nHost: a.test\r\n\r\n",
                "GET /#x HTTP/1.1\r\nHost: a.test\r\n\r\n",
                "GET x HTTP/1.1\r\nHost: a.test\r\n\r\n",
                "GET  / HTTP/1.1\r\nHost: a.test\r\n\r\n",
                "GET /a b HTTP/1.1\r\nHost: a.test\r\n\r\n",
                "GET / HTTP/1.1 \r\nHost: a.test\r\n\r\n",
                "GET / HTTP/2.0\r\nHost: a.test\r\n\r\n",
                "GET /\r\n\r\n",
                "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a.test\r\nContent-Length: 0\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a.test\r\ncontent-length:3\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a.test\r\nTransfer-Encoding: chunked\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a.test\r\nContent-Length : 3\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a.test\r\n Content-Length: 3\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a.test\r\nX: a\r\n folded\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a.test\r\nX: a\rContent-Length: 3\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a.test\r\nX: a\nContent-Length: 3\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a.test\r\nX: a\0b\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a.test\r\nUpgrade: websocket\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a.test\r\nExpect: 100-continue\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a.test\r\n: x\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a.test\r\nnothing\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a.test\r\n\r\nbody",
                "GET / HTTP/1.1\r\nHost: a.test\r\n\r\n\r\n\r\n",
                "\r\nGET / HTTP/1.1\r\nHost: a.test\r\n\r\n"
            })
    void whatDoesMoreOrIsNotPlainIsNot(String request) {
        assertFalse(http(request));
    }

    @Test
    void aSecondRequestBehindTheFirstIsNotOverlooked() {
        assertFalse(http(HEAD + "POST /buy HTTP/1.1\r\nHost: a.test\r\n\r\n"));
        assertFalse(http(HEAD + HEAD));
    }

    @Test
    void aRequestOfAnySizeIsLookedAtOnce() {
        assertFalse(http("GET / HTTP/1.1\r\nX: " + "\t".repeat(16_000) + "\0\r\n\r\n"));
        assertFalse(http("GET /" + "a".repeat(100_000) + " HTTP/1.1\r\n\r\n"));
        assertTrue(http("GET /" + "a".repeat(8_000) + " HTTP/1.1\r\n\r\n"));
    }

    @Test
    void onlyWhatTheBufferHasCounts() {
        ByteBuffer more = latin("POST " + HEAD + "body").asReadOnlyBuffer();
        more.position(5).limit(5 + HEAD.length());

        assertTrue(EarlyDataPolicy.httpGet().replayable(more));
    }

    @Test
    void noBytesWhateverMakeAPolicyThrow() {
        Random random = new Random(4);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = i % 2 == 0 ? HEAD.getBytes(StandardCharsets.ISO_8859_1) : query(1);
            for (int changes = random.nextInt(4); changes >= 0; changes--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            ByteBuffer cut = ByteBuffer.wrap(bytes, 0, random.nextInt(bytes.length + 1));

            EarlyDataPolicy.httpGet().replayable(cut.duplicate());
            EarlyDataPolicy.dnsQuery().replayable(cut);
        }
    }

    /** Of a.test. */
    private static byte[] query(int type) {
        return message(0x0100, 1, 0, 0, new byte[] {1, 'a', 4, 't', 'e', 's', 't', 0, 0, (byte) type, 0, 1});
    }

    private static byte[] message(int flags, int questions, int answers, int authorities, byte[] question) {
        ByteBuffer bytes = ByteBuffer.allocate(2 + 12 + question.length);
        bytes.putShort((short) (12 + question.length)).putShort((short) 0x1234).putShort((short) flags);
        bytes.putShort((short) questions).putShort((short) answers);
        return bytes.putShort((short) authorities)
                .putShort((short) 0)
                .put(question)
                .array();
    }

    private static boolean dns(byte[]... messages) {
        ByteBuffer all = ByteBuffer.allocate(10_000);
        for (byte[] message : messages) {
            all.put(message);
        }
        return EarlyDataPolicy.dnsQuery().replayable(all.flip());
    }

    @Test
    void questionsOfDnsAreReplayable() {
        assertTrue(dns(query(1)));
        assertTrue(dns(query(1), query(28)));
    }

    @Test
    void whatChangesOrMovesAZoneIsNot() {
        byte[] update = message(0x2800, 1, 0, 0, new byte[] {0, 0, 6, 0, 1});
        byte[] notify = message(0x2400, 1, 0, 0, new byte[] {0, 0, 6, 0, 1});

        assertFalse(dns(update));
        assertFalse(dns(notify));
        assertFalse(dns(query(252)), "AXFR");
        assertFalse(dns(query(251)), "IXFR");
        assertFalse(dns(query(1), update));
    }

    @Test
    void whatIsNoWholeQueryIsNot() {
        byte[] name = {1, 'a', 0, 0, 1, 0, 1};

        assertTrue(dns(message(0x0100, 1, 0, 0, name)));
        assertFalse(dns());
        assertFalse(dns(new byte[] {0}));
        assertFalse(dns(new byte[] {0, 0}));
        assertFalse(dns(message(0x8180, 1, 0, 0, name)), "a response");
        assertFalse(dns(message(0x0100, 0, 0, 0, name)), "no question");
        assertFalse(dns(message(0x0100, 2, 0, 0, name)), "two questions");
        assertFalse(dns(message(0x0100, 1, 1, 0, name)), "an answer");
        assertFalse(dns(message(0x0100, 1, 0, 1, name)), "an authority");
        assertFalse(dns(message(0x0100, 1, 0, 0, new byte[] {(byte) 0xC0, 12, 0, 1, 0, 1})), "a loop");
        assertFalse(dns(message(0x0100, 1, 0, 0, new byte[] {9, 'a'})), "a cut name");
        assertFalse(dns(message(0x0100, 1, 0, 0, new byte[] {1, 'a', 0, 0, 1})), "a cut question");
        assertFalse(dns(message(0x0100, 1, 0, 0, new byte[0])), "a header alone");
        byte[] cut = query(1);
        cut[1] = (byte) (cut[1] + 1);
        assertFalse(dns(cut), "less than its length says");
        cut[1] = (byte) (cut[1] - 2);
        assertFalse(dns(cut), "more than its length says");
    }

    @Test
    void theFitOfAFirstFlightFollowsFromItsCounts() {
        assertEquals(FirstFlight.Fit.NONE, FirstFlight.unknown().fit());
        assertEquals(FirstFlight.Fit.NONE, new FirstFlight(600, 30, 0).fit());
        assertEquals(FirstFlight.Fit.SPLIT, new FirstFlight(600, 30, 600).fit());
        assertEquals(FirstFlight.Fit.FIT, new FirstFlight(600, 30, 630).fit());
        assertEquals(FirstFlight.Fit.FIT, new FirstFlight(600, 0, 600).fit());
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 631})
    void aSynCarriesNoMoreThanThereIs(int inSyn) {
        assertThrows(IllegalArgumentException.class, () -> new FirstFlight(600, 30, inSyn));
    }
}
