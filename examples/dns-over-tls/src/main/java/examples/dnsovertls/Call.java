package examples.dnsovertls;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * A query on its way.
 *
 * @param query a DNS message
 * @param remote whom to ask
 * @param limit how long that may take
 * @param answer the answer to come, under the id of the query
 * @param again whether it has been asked before, over a connection that ended without an answer
 */
record Call(byte[] query, InetSocketAddress remote, Duration limit, CompletableFuture<byte[]> answer, boolean again) {

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
}
