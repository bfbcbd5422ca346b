package tfo.lab;

import java.time.Duration;
import java.util.Optional;

/**
 * The way of one segment over the line, for a picture of the connection. Times count from the first packet of its flow.
 *
 * @param direction which way it went
 * @param segment what it was, as its sender sent it
 * @param sent when its sender sent it; for a packet that was forged on the way, when it arrived
 * @param arrived when it arrived; empty if it has not
 * @param lost whether it will not arrive any more; false if it did, or still may
 */
public record Passage(Direction direction, Segment segment, Duration sent, Optional<Duration> arrived, boolean lost) {

    /** Like one line of tcpdump. */
    @Override
    public String toString() {
        String fate = arrived.map(time -> String.format("%9.3f", time.toNanos() / 1e6))
                .orElse(lost ? "     LOST" : "         ");
        return String.format(
                "%9.3f %s %s %s", sent.toNanos() / 1e6, fate, direction == Direction.TO_SERVER ? "->" : "<-", segment);
    }
}
