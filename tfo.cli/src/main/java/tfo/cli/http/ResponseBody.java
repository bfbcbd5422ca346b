package tfo.cli.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;

/** The body of a response in the framing that its head announces (RFC 9112 section 6.3). */
public final class ResponseBody {
    private static final int BUFFER = 64 * 1024;
    private static final int MAX_CHUNK_LINE = 1024;

    private final InputStream in;
    private final ResponseHead head;

    /** The body that follows this head in this stream. */
    public ResponseBody(InputStream in, ResponseHead head) {
        this.in = in;
        this.head = head;
    }

    /**
     * Copies the whole body, without its framing.
     *
     * @return how many bytes it has
     * @throws EOFException if the server closes before its end
     * @throws HttpException if the framing is wrong or ambiguous
     */
    public long copyTo(OutputStream out) throws IOException {
        if (head.status() == 204 || head.status() == 304) {
            return 0;
        }
        if (head.fields().has("Transfer-Encoding")) {
            return copyChunked(out);
        }
        List<String> lengths = head.fields().all("Content-Length");
        if (lengths.isEmpty()) {
            return in.transferTo(out);
        }
        long length = ContentLength.of(lengths);
        copyExactly(length, out);
        return length;
    }

    private long copyChunked(OutputStream out) throws IOException {
        // RFC 9112 section 6.1: both fields together are the mark of request smuggling; no honest server sends them.
        if (head.fields().has("Content-Length")
                || !head.fields().all("Transfer-Encoding").equals(List.of("chunked"))) {
            throw HttpException.bad("the framing of the answer is ambiguous or unknown");
        }
        long total = 0;
        for (long size = chunkSize(); size > 0; size = chunkSize()) {
            copyExactly(size, out);
            expectEndOfLine();
            total += size;
        }
        new HeadReader(in).trailers();
        return total;
    }

    private long chunkSize() throws IOException {
        String line = new HeadReader(in).line();
        String digits = line.split("[; \t]", 2)[0];
        if (line.length() > MAX_CHUNK_LINE || !digits.matches("[0-9a-fA-F]{1,15}")) {
            throw HttpException.bad("a chunk without a size");
        }
        return Long.parseLong(digits, 16);
    }

    private void expectEndOfLine() throws IOException {
        if (!new HeadReader(in).line().isEmpty()) {
            throw HttpException.bad("a chunk is longer than its size");
        }
    }

    private void copyExactly(long length, OutputStream out) throws IOException {
        byte[] buffer = new byte[(int) Math.min(BUFFER, Math.max(1, length))];
        for (long left = length; left > 0; ) {
            int count = in.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (count < 0) {
                throw new EOFException("the server closed " + left + " bytes before the end of the body");
            }
            out.write(buffer, 0, count);
            left -= count;
        }
    }
}
