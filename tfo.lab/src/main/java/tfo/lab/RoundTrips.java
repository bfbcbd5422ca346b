package tfo.lab;

import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

/** Counts the round trips on the way to an answer. */
final class RoundTrips {
    private RoundTrips() {}

    /**
     * The server's first payload is caused by what had arrived by then: the request if there was one, otherwise the handshake.
     * The bare ACK that a client sends in between asks for nothing and does not count beside a request.
     */
    static OptionalInt untilAnswer(List<Passage> timeline) {
        int[] depths = new int[timeline.size()];
        for (int i = 0; i < depths.length; i++) {
            Passage passage = timeline.get(i);
            if (passage.direction() == Direction.TO_SERVER) {
                depths[i] = 1 + deepest(timeline, depths, i, Direction.TO_CLIENT, false);
                continue;
            }
            int request = deepest(timeline, depths, i, Direction.TO_SERVER, true);
            depths[i] = request > 0 ? request : deepest(timeline, depths, i, Direction.TO_SERVER, false);
            if (passage.segment().payload() > 0) {
                return OptionalInt.of(depths[i]);
            }
        }
        return OptionalInt.empty();
    }

    /** The deepest segment of a direction that had arrived when number {@code index} was sent. */
    private static int deepest(List<Passage> timeline, int[] depths, int index, Direction direction, boolean payload) {
        Duration sent = timeline.get(index).sent();
        int deepest = 0;
        for (int j = 0; j < index; j++) {
            Passage earlier = timeline.get(j);
            boolean counts = earlier.direction() == direction
                    && (!payload || earlier.segment().payload() > 0);
            if (counts
                    && earlier.arrived()
                            .filter(time -> time.compareTo(sent) <= 0)
                            .isPresent()) {
                deepest = Math.max(deepest, depths[j]);
            }
        }
        return deepest;
    }
}
