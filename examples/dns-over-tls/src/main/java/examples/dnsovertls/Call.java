package examples.dnsovertls;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** A query on its way. */
final class Call {
    private final byte[] query;
    private final InetSocketAddress remote;
    private final Duration limit;
    private final CompletableFuture<byte[]> answer;
    private final boolean again;

    private Call(
            byte[] query, InetSocketAddress remote, Duration limit, CompletableFuture<byte[]> answer, boolean again) {
        this.query = query;
        this.remote = remote;
        this.limit = limit;
        this.answer = answer;
        this.again = again;
    }

    /** A DNS message, whom to ask, and how long that may take. */
    static Call of(byte[] query, InetSocketAddress remote, Duration limit) {
        return new Call(query, remote, limit, new CompletableFuture<>(), false);
    }

    Call secondTime() {
        return new Call(query, remote, limit, answer, true);
    }

    /** The query as it is sent, under an id of the connection's. */
    ByteBuffer frame(int id) {
        return Frame.of(query).putShort(Short.BYTES, (short) id);
    }

    /** Gives the answer the id of the query. */
    void complete(byte[] message) {
        message[0] = query[0];
        message[1] = query[1];
        answer.complete(message);
    }

    /** The DNS message. */
    byte[] query() {
        return query.clone();
    }

    InetSocketAddress remote() {
        return remote;
    }

    Duration limit() {
        return limit;
    }

    /** The answer to come, under the id of the query. */
    CompletableFuture<byte[]> answer() {
        return answer;
    }

    /** Whether it has been asked before, over a connection that ended without an answer. */
    boolean again() {
        return again;
    }
}
