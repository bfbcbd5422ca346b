package tfo.itests;

import static java.util.stream.Collectors.toMap;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.osgi.framework.Bundle;
import tfo.itests.load.Stream;
import tfo.itests.load.StreamLoad;

/**
 * 200 streams at a time, and short ones one after the other, while a bundle stops and starts 20 times. Every stream lives through
 * at least 5 stops and 5 starts, and moves records both ways between any two of them; then another takes its place. Nothing is
 * tried twice, and the first thing that goes wrong ends it all.
 */
final class SwapScenario {
    private static final int SWAPS = 20;
    private static final int STREAMS = 200;
    private static final int LIFETIME = 2 * 5;
    private static final int REPLACED_AT_ONCE = STREAMS / LIFETIME;
    private static final int RECORDS_BETWEEN = 5;
    private static final int CALLS_BETWEEN = 3;

    private final Bundle bundle;
    private final Dialer dialer;
    private final StreamLoad load;
    private final Deque<Resident> residents = new ArrayDeque<>();
    private final List<Stream> streams = new ArrayList<>();
    private int transitions;

    /** A stream, and how many stops and starts there had been when it was opened. */
    private record Resident(Stream stream, int since) {}

    SwapScenario(Bundle bundle, Dialer dialer, StreamLoad load) {
        this.bundle = bundle;
        this.dialer = dialer;
        this.load = load;
    }

    /**
     * Runs it. New connections must go to these providers while the bundle is started, and while it is stopped.
     *
     * @return every stream there was
     */
    List<Stream> run(String whenStarted, String whenStopped) throws Exception {
        open(STREAMS, whenStarted);
        Caller caller = Caller.start(load, dialer);
        for (int swap = 0; swap < SWAPS; swap++) {
            bundle.stop();
            proceed(caller, whenStopped);
            bundle.start();
            proceed(caller, whenStarted);
        }
        end(residents.size());
        streams.addAll(caller.finish());
        return streams;
    }

    private void proceed(Caller caller, String provider) throws Exception {
        transitions++;
        int calls = caller.calls() + CALLS_BETWEEN;
        everyStreamAdvances();
        load.await(() -> caller.calls() >= calls, () -> "short streams stand still at " + caller.calls());
        open(endTheOldest(), provider);
    }

    private void everyStreamAdvances() throws Exception {
        Map<Stream, Integer> goals = residents.stream()
                .map(Resident::stream)
                .collect(toMap(stream -> stream, stream -> stream.records() + RECORDS_BETWEEN));
        load.await(
                () -> goals.entrySet().stream().allMatch(goal -> goal.getKey().records() >= goal.getValue()),
                () -> "streams stand still after " + transitions + " stops and starts");
    }

    /** Ends the streams that have seen enough, unless their successors would not see enough any more. */
    private int endTheOldest() throws Exception {
        if (transitions + LIFETIME > 2 * SWAPS) {
            return 0;
        }
        int due = (int) residents.stream()
                .filter(resident -> transitions - resident.since >= LIFETIME)
                .limit(REPLACED_AT_ONCE)
                .count();
        end(due);
        return due;
    }

    private void end(int count) throws Exception {
        List<Stream> ending = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Resident oldest = residents.remove();
            assertTrue(transitions - oldest.since >= LIFETIME, "a stream saw too few stops and starts");
            ending.add(oldest.stream);
        }
        load.end(ending);
    }

    private void open(int count, String provider) throws IOException {
        for (int i = 0; i < count; i++) {
            Stream stream = load.open(dialer.sockets());
            assertEquals(provider, stream.provider());
            residents.add(new Resident(stream, transitions));
            streams.add(stream);
        }
    }
}
