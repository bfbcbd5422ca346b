package tfo.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import tfo.api.socket.FastOpenReport;

/** A short connection again and again: connect, send the request, read its echo, close. To be used by one thread. */
final class Exchange {
    private final Way way;
    private final InetSocketAddress remote;
    private final ByteBuffer request;
    private final ByteBuffer answer;
    private FastOpenReport report = Way.NONE;

    Exchange(Way way, InetSocketAddress remote, ByteBuffer request) {
        this.way = way;
        this.remote = remote;
        this.request = request;
        this.answer = ByteBuffer.allocate(request.remaining());
    }

    /** Does it once; whether the answer was the request. */
    boolean run() throws IOException {
        try (Dialog dialog = way.open(remote, request)) {
            answer.clear();
            while (answer.hasRemaining()) {
                if (dialog.read(answer) < 0) {
                    return false;
                }
            }
            report = dialog.report();
            return answer.flip().equals(request);
        }
    }

    /** The same where a wrong answer is a failure. */
    void require() throws IOException {
        if (!run()) {
            throw new IOException("the answer is not the request: " + answer);
        }
    }

    /** How the last request fared. */
    FastOpenReport report() {
        return report;
    }
}
