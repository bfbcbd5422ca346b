package tfo.api.tls;

import java.nio.ByteBuffer;

/**
 * Says which requests are replayable: whoever records early data can send it to the server again (RFC 8446 section 8), so only what may be
 * executed any number of times is safe there. Implementations are safe for use by any thread, and look at the bytes alone.
 */
@FunctionalInterface
public interface EarlyDataPolicy {

    /**
     * Whether this request may be executed more than once.
     *
     * @param request a read-only view of all of it, whose position may be moved
     */
    boolean replayable(ByteBuffer request);

    /** Nothing is replayable. */
    static EarlyDataPolicy none() {
        return request -> false;
    }

    /**
     * One whole GET or HEAD of HTTP/1.0 or 1.1 with neither a query nor a body, nor a change of protocols (RFC 9110 section 9.2.1, RFC 8470).
     * Where the server does more than to read on such a request, do not use it. What is not plainly such a request is not replayable.
     */
    static EarlyDataPolicy httpGet() {
        return ReplayableHttp::isReplayable;
    }

    /**
     * Whole DNS queries as they are framed on a stream (RFC 7858 section 3.3): opcode QUERY, one question each, no zone transfer. What is not
     * plainly that is not replayable.
     */
    static EarlyDataPolicy dnsQuery() {
        return ReplayableDns::isReplayable;
    }
}
