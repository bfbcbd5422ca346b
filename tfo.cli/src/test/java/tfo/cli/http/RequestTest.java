package tfo.cli.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.EOFException;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestTest {
    @Test
    void theQueryIsNoPartOfThePath() throws IOException {
        assertEquals(new Request("GET", "/a%20b", true, false), read("GET /a%20b?c=d HTTP/1.1\r\nHost: x\r\n\r\n"));
    }

    @Test
    void oneStreamHoldsManyRequests() throws IOException {
        var in = Bytes.of("\r\nGET /1 HTTP/1.1\r\nHost: x\r\n\r\nHEAD /2 HTTP/1.1\nHost: x\n\n");

        assertEquals("/1", Request.read(in).orElseThrow().path());
        assertEquals("HEAD", Request.read(in).orElseThrow().method());
        assertEquals(Optional.empty(), Request.read(in));
    }

    @Test
    void connectionAndVersionDecideWhetherItGoesOn() throws IOException {
        assertFalse(read("GET / HTTP/1.1\r\nHost: x\r\nConnection: foo, Close\r\n\r\n")
                .keepAlive());
        assertFalse(read("GET / HTTP/1.0\r\n\r\n").keepAlive());
        assertTrue(read("GET / HTTP/1.0\r\nconnection: keep-alive\r\n\r\n").keepAlive());
    }

    @Test
    void aBodyIsAnnounced() throws IOException {
        assertTrue(
                read("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\n").body());
        assertTrue(read("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
                .body());
        assertFalse(
                read("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n").body());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
                "GET  / HTTP/1.1\r\nHost: x\r\n\r\n",
                "get / HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /\u0001 HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET http://x/ HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /\r\n\r\n",
                "GET / HTTP/1.1\r\nHost : x\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\n folded\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
                "\u0016\u0003\u0001\u0002\u0000\u0001\r\n\r\n"
            })
    void badRequestsDeserve400(String text) {
        assertEquals(400, assertThrows(HttpException.class, () -> read(text)).status());
    }

    @ParameterizedTest
    @CsvSource({"HTTP/2.0,505", "HTTP/0.9,505"})
    void otherVersionsDeserve505(String version, int status) {
        var refused = assertThrows(HttpException.class, () -> read("GET / " + version + "\r\nHost: x\r\n\r\n"));

        assertEquals(status, refused.status());
    }

    @Test
    void endlessHeadsDeserve431() {
        String longLine = "GET / HTTP/1.1\r\nHost: x\r\nA: " + "a".repeat(70_000);
        String manyLines = "GET / HTTP/1.1\r\nHost: x\r\n" + "A: a\r\n".repeat(300);

        assertEquals(
                431, assertThrows(HttpException.class, () -> read(longLine)).status());
        assertEquals(
                431, assertThrows(HttpException.class, () -> read(manyLines)).status());
    }

    @Test
    void aHalfHeadIsAnEarlyEnd() {
        assertThrows(EOFException.class, () -> read("GET / HTTP/1.1\r\nHo"));
    }

    private static Request read(String text) throws IOException {
        return Request.read(Bytes.of(text)).orElseThrow();
    }
}
