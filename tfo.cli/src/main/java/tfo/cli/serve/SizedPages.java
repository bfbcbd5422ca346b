package tfo.cli.serve;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The same number of bytes under every path. */
final class SizedPages implements Pages {
    private static final String LINE = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcde\n";
    private static final byte[] BLOCK = LINE.repeat(1024).getBytes(StandardCharsets.US_ASCII);

    private final long size;

    SizedPages(long size) {
        this.size = size;
    }

    @Override
    public Page find(String path) {
        return new Page(200, Map.of("Content-Type", "application/octet-stream"), size, this::write);
    }

    private void write(OutputStream out) throws IOException {
        for (long left = size; left > 0; ) {
            int count = (int) Math.min(BLOCK.length, left);
            out.write(BLOCK, 0, count);
            left -= count;
        }
    }
}
