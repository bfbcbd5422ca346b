package tfo.testkit.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLSocket;
import tfo.api.tls.TlsConnection;

/** Reads and writes at the end under test. */
final class Talk {
    // A channel in blocking mode that brings nothing is wrong; some patience is left for those that are not blocking.
    private static final int EMPTY_READS = 1_000;

    private Talk() {}

    static void say(ByteChannel channel, String text) throws IOException {
        write(channel, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    static void write(ByteChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** Reads so many bytes, or what there is before the end. */
    static String hear(ByteChannel channel, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        fill(channel, bytes);
        return new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
    }

    /** Reads until the buffer is full, or the end. */
    static void fill(ByteChannel channel, ByteBuffer bytes) throws IOException {
        int empty = 0;
        while (bytes.hasRemaining()) {
            int n = channel.read(bytes);
            if (n < 0) {
                return;
            }
            empty = n == 0 ? empty + 1 : 0;
            assertTrue(empty < EMPTY_READS, "reads return nothing at all");
        }
    }

    /** Asserts that text passes both ways. */
    static void assertTalks(TlsConnection own, SSLSocket jdk) throws IOException {
        say(own, "from here");
        assertEquals("from here", JdkTalk.hear(jdk, 9));
        JdkTalk.say(jdk, "from there");
        assertEquals("from there", hear(own, 10));
    }

    /** Asserts that text passes both ways. */
    static void assertTalks(ByteChannel one, ByteChannel other) throws IOException {
        say(one, "from one");
        assertEquals("from one", hear(other, 8));
        say(other, "from the other");
        assertEquals("from the other", hear(one, 14));
    }

    /** Asserts that this is what comes back from an echo. */
    static void assertEchoed(ByteChannel channel, String text) throws IOException {
        say(channel, text);
        assertEquals(text, hear(channel, text.length()));
    }
}
