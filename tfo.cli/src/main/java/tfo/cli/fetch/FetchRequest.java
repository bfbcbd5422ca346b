package tfo.cli.fetch;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import tfo.cli.core.HostPort;
import tfo.cli.http.Fields;
import tfo.cli.http.Target;

/**
 * What to get.
 *
 * @param target the URL
 * @param connectTo connect there instead of to the host that the URL names
 * @param timeout for the connection and the head of the answer together, and then for each wait for more of the body
 * @param fields header fields to send beside our own
 */
public record FetchRequest(Target target, Optional<HostPort> connectTo, Duration timeout, List<Fields.Field> fields) {

    /** Copies the fields. */
    public FetchRequest {
        fields = List.copyOf(fields);
    }

    HostPort peer() {
        return connectTo.orElse(target.origin());
    }

    ByteBuffer bytes() {
        return target.request("GET", fields);
    }
}
