package tfo.lab;

import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** Counts the round trips on the way to an answer. */
final class RoundTrips {
    private RoundTrips() {}

    /**
     * The server's first payload is caused by what had arrived by then: the request if there was one, otherwise the handshake.
     * The bare ACK that a client sends in between asks for nothing and does not count beside a request.
     */
    static OptionalInt untilAnswer(List<Passage> timeline) {
        int[] depths = depths(timeline);
        return answers(timeline).limit(1).map(index -> depths[index]).findFirst();
    }

    /** The same for the last of the server's payloads that has arrived. */
    static OptionalInt untilLastAnswer(List<Passage> timeline) {
        int[] depths = depths(timeline);
        return answers(timeline)
                .filter(index -> timeline.get(index).arrived().isPresent())
                .map(index -> depths[index])
                .reduce((earlier, later) -> later);
    }

    private static IntStream answers(List<Passage> timeline) {
        return IntStream.range(0, timeline.size())
                .filter(index -> timeline.get(index).direction() == Direction.TO_CLIENT)
                .filter(index -> timeline.get(index).segment().payload() > 0);
    }

    private static int[] depths(List<Passage> timeline) {
        int[] depths = new int[timeline.size()];
        for (int i = 0; i < depths.length; i++) {
            if (timeline.get(i).direction() == Direction.TO_SERVER) {
                depths[i] = 1 + deepest(timeline, depths, i, Direction.TO_CLIENT, false);
            } else {
                int request = deepest(timeline, depths, i, Direction.TO_SERVER, true);
                depths[i] = request > 0 ? request : deepest(timeline, depths, i, Direction.TO_SERVER, false);
            }
        }
        return depths;
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
