package tfo.cli.demo;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import tfo.cli.core.Failure;

/**
 * Races the ways to connect over a slow line, without TLS and with it: the JDK alone, the JDK's TLS over sockets with Fast Open, and
 * this library. The server is a real one. Works in a private namespace only.
 */
public final class Demo {
    /**
     * For each round that counts: a library that is called for the first time is slow, the JDK's TLS above all. On a line so short that
     * they take seconds.
     */
    private static final int WARM_UP_ROUNDS = 10;

    private static final int MOST_WARM_UP_ROUNDS = 200;
    private static final Duration WARM_UP_LINE = Duration.ofMillis(1);

    /** From the first of these comes the session of the next. */
    private static final int ROUNDS_BEFORE = 2;

    private final Stacks stacks;
    private final Consumer<String> progress;

    /**
     * A race.
     *
     * @param progress is told what goes on
     */
    public Demo(Stacks stacks, Consumer<String> progress) {
        this.stacks = stacks;
        this.progress = progress;
    }

    /**
     * Runs all rounds; takes about fifty round trips' time for each, and some seconds more.
     *
     * @throws Failure if the server that the plan names is not installed
     */
    public DemoResult run(DemoPlan plan) throws IOException, Failure {
        progress.accept("laying the line ...");
        Credential credential = Credential.create();
        DemoServer server = plan.server();
        try (Lanes lanes = Lanes.of(stacks, credential, server.takesEarlyData(stacks))) {
            try (Course course = Course.open(WARM_UP_LINE, server, stacks, credential)) {
                new Race(course, lanes.all())
                        .rounds("warming up", Math.min(MOST_WARM_UP_ROUNDS, WARM_UP_ROUNDS * plan.rounds()));
            }
            try (Course course = Course.open(plan.rtt(), server, stacks, credential)) {
                Race race = new Race(course, lanes.all());
                race.rounds("first contacts", ROUNDS_BEFORE);
                return race.run(plan);
            }
        }
    }

    /** One run on one line. */
    private final class Race {
        private final Course course;
        private final List<Lane> lanes;
        private final Map<Lane, List<Attempt>> attempts = new LinkedHashMap<>();

        Race(Course course, List<Lane> lanes) {
            this.course = course;
            this.lanes = lanes;
        }

        DemoResult run(DemoPlan plan) throws IOException {
            attempts.clear();
            double before = calibrate();
            rounds("round", plan.rounds());
            double rtt = (before + calibrate()) / 2;
            return new DemoResult(
                    plan, plan.server().words(stacks), rtt, Question.bytes().length, rows(rtt), stacks.notes());
        }

        private double calibrate() throws IOException {
            progress.accept("measuring the round trip ...");
            return course.rtt();
        }

        void rounds(String what, int count) throws IOException {
            for (int i = 1; i <= count; i++) {
                round(what + " " + i + " of " + count);
            }
        }

        // A fresh destination each round: of its contacts by Fast Open the first fetches the cookie that the others
        // use.
        private void round(String name) throws IOException {
            course.moveAway();
            for (Lane lane : lanes) {
                progress.accept(name + ": " + lane.name() + ", " + lane.stack());
                attempts.computeIfAbsent(lane, any -> new ArrayList<>()).add(course.attempt(lane));
            }
        }

        private List<Row> rows(double rtt) {
            return lanes.stream()
                    .map(lane -> new Row(lane, rtt, attempts.getOrDefault(lane, List.of())))
                    .toList();
        }
    }
}
