package tfo.cli.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseTest {
    private static final String CHUNKED = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

    @Test
    void aLengthEndsTheBody() throws IOException {
        assertEquals("abc", body("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabcdef"));
    }

    @Test
    void withoutFramingTheBodyEndsWithTheConnection() throws IOException {
        assertEquals("abcdef", body("HTTP/1.0 200\r\n\r\nabcdef"));
    }

    @Test
    void chunksArePutTogetherWithoutTheirFraming() throws IOException {
        assertEquals("abcdefghijkl", body(CHUNKED + "3\r\nabc\r\n9;ext=1\r\ndefghijkl\r\n0\r\nTrailer: x\r\n\r\nrest"));
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 304})
    void someAnswersHaveNoBody(int status) throws IOException {
        assertEquals("", body("HTTP/1.1 " + status + " x\r\nContent-Length: 3\r\n\r\nabc"));
    }

    @Test
    void interimAnswersArePassedOver() throws IOException {
        InputStream in =
                Bytes.of("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Hints\r\nA: b\r\n\r\nHTTP/1.1 404 No\r\n\r\n");

        assertEquals(404, ResponseHead.read(in).status());
    }

    @Test
    void endlessInterimAnswersAreRefused() {
        assertThrows(HttpException.class, () -> body("HTTP/1.1 100 Continue\r\n\r\n".repeat(100)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            HTTP/1.1 200 OK\\r\\nContent-Length: 3\\r\\n\\r\\nab
            HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n3\\r\\nab
            HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n3\\r\\nabc\\r\\n
            HTTP/1.1 200 OK\\r\\nContent-Le
            """)
    void aCutAnswerIsNoAnswer(String text) {
        assertThrows(EOFException.class, () -> body(text.replace("\\r", "\r").replace("\\n", "\n")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"zzz\r\n", "-3\r\nabc\r\n", "ffffffffffffffff\r\n", "3\r\nabcd\r\n0\r\n\r\n", "\r\n"})
    void wrongChunksAreRefused(String chunks) {
        assertThrows(HttpException.class, () -> body(CHUNKED + chunks));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 3\r\nContent-Length: 4",
                "Content-Length: -1",
                "Content-Length: 9999999999999999999",
                "Content-Length: 3\r\nTransfer-Encoding: chunked",
                "Transfer-Encoding: gzip, chunked"
            })
    void ambiguousFramingIsRefused(String fields) {
        assertThrows(HttpException.class, () -> body("HTTP/1.1 200 OK\r\n" + fields + "\r\n\r\nabc"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"SSH-2.0-x\r\n\r\n", "HTTP/2 200\r\n\r\n", "HTTP/1.1 999 x\r\n\r\n", "HTTP/1.1 20 x\r\n\r\n"})
    void otherProtocolsAreRefused(String text) {
        assertThrows(HttpException.class, () -> body(text));
    }

    @Test
    void silenceIsNoAnswer() {
        assertThrows(EOFException.class, () -> body(""));
    }

    private static String body(String text) throws IOException {
        InputStream in = Bytes.of(text);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        long count = new ResponseBody(in, ResponseHead.read(in)).copyTo(out);
        assertEquals(out.size(), count);
        return out.toString(StandardCharsets.ISO_8859_1);
    }
}
