package tfo.cli.demo;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import tfo.cli.http.ResponseBody;
import tfo.cli.http.ResponseHead;

/** What every way asks, and how the answer is read. */
final class Question {
    // Without "Connection: close", upon which nginx ends a connection of early data before it gives the ticket for the
    // next.
    private static final String TEXT =
            "GET / HTTP/1.1\r\nHost: " + Site.HOST + "\r\nUser-Agent: tfo\r\nAccept: */*\r\n\r\n";

    private Question() {}

    static byte[] bytes() {
        return TEXT.getBytes(StandardCharsets.US_ASCII);
    }

    static ByteBuffer buffer() {
        return ByteBuffer.wrap(bytes());
    }

    /** Reads the whole answer and stops the watch at its first byte. */
    static void readAnswer(InputStream in, Stopwatch watch, int clientPort) throws IOException {
        BufferedInputStream answer = new BufferedInputStream(in);
        answer.mark(1);
        if (answer.read() < 0) {
            throw new EOFException("no answer");
        }
        watch.answered(clientPort);
        answer.reset();
        ResponseHead head = ResponseHead.read(answer);
        long length = new ResponseBody(answer, head).copyTo(OutputStream.nullOutputStream());
        if (head.status() != 200 || length != Site.PAGE_BYTES) {
            throw new IOException("not the page but " + head.status() + " with " + length + " bytes");
        }
    }
}
