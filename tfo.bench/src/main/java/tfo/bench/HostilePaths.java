package tfo.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import tfo.api.socket.FastOpenSockets;
import tfo.lab.Fault;

/** What Fast Open costs where something on the path does not like it. */
final class HostilePaths implements Measurement {
    // Longer than the rounds take that are to avoid the path.
    private static final Duration AVOID = Duration.ofSeconds(4);
    private static final int EVERYTHING = 1027, WITHOUT_CLIENT = 1026;

    @Override
    public String name() {
        return "paths";
    }

    @Override
    public String purpose() {
        return "what Fast Open costs on paths that lose, strip or reset it, against plain TCP";
    }

    @Override
    public Result measure(Scale scale, Progress progress) throws Exception {
        FastOpenSockets linux = Providers.linux(AVOID);
        try (Trials trials = Trials.open(Duration.ofMillis(20))) {
            double rtt = trials.rtt();
            Journey journey = new Journey(trials, linux, scale.of(2, 10));
            List<Path> paths = new ArrayList<>();
            for (Obstacle obstacle : obstacles()) {
                paths.add(journey.over(obstacle));
                progress.at(paths.size(), obstacles().size());
            }
            return new Result(
                    name(),
                    Map.of("rttMillis", Math.round(rtt * 100) / 100.0),
                    paths.stream().map(path -> path.row(rtt)).toList(),
                    goals(paths, rtt));
        }
    }

    private static List<Obstacle> obstacles() {
        return List.of(
                new Obstacle("no fault", true, EVERYTHING, List.of()),
                new Obstacle("SYN with data lost", true, EVERYTHING, List.of(Fault.dropSynWithData())),
                new Obstacle("SYN with option lost", false, EVERYTHING, List.of(Fault.dropSynWithFastOpenOption())),
                new Obstacle("SYN with data reset", true, EVERYTHING, List.of(Fault.resetSynWithData())),
                new Obstacle("option stripped, warm", true, EVERYTHING, List.of(Fault.stripFastOpenOption())),
                new Obstacle("option stripped, cold", false, EVERYTHING, List.of(Fault.stripFastOpenOption())),
                new Obstacle("client sysctl off", false, WITHOUT_CLIENT, List.of()));
    }

    private static List<Goal> goals(List<Path> paths, double rtt) {
        List<Goal> goals = new ArrayList<>();
        Path lost = paths.get(1);
        goals.add(Goal.always("first SYN with data lost", lost.firstLost() ? 1 : 0, 1));
        goals.add(Goal.always("tried again after the decay", lost.again.flow().synPayload() > 0 ? 1 : 0, 1));
        for (Path path : paths.subList(1, 4)) {
            goals.add(
                    Goal.atMost(path.name + ": later connects / plain", 1.05, path.laterMillis() / path.plainMillis()));
        }
        for (Path path : paths.subList(4, 7)) {
            goals.add(Goal.atMost(
                    path.name + ": round trips more", 0.05, (path.laterMillis() - path.plainMillis()) / rtt));
        }
        for (Path path : paths) {
            goals.add(Goal.always(
                    path.name + ": every byte exactly once",
                    path.exact(),
                    path.all().size()));
        }
        return goals;
    }

    /** What stands in the way, and whether a cookie is at hand when it is met. */
    private record Obstacle(String name, boolean warm, int sysctl, List<Fault> faults) {}

    /** Goes over one path after the other, each to a peer that is new. */
    private record Journey(Trials trials, FastOpenSockets linux, int rounds) {

        Path over(Obstacle obstacle) throws IOException {
            trials.lab().forgetCookies();
            linux.forgetAvoidedPaths();
            if (obstacle.warm) {
                trials.ask(Way.connect(linux));
            }
            trials.lab().fastOpen(obstacle.sysctl);
            trials.lab().inflict(obstacle.faults.toArray(new Fault[0]));
            try {
                return measured(obstacle.name);
            } finally {
                trials.lab().heal();
                trials.lab().fastOpen(EVERYTHING);
            }
        }

        private Path measured(String name) throws IOException {
            Trials.Trial first = trials.ask(Way.connect(linux));
            List<Trials.Trial> plain = new ArrayList<>();
            List<Trials.Trial> later = new ArrayList<>();
            // While it is avoided: no more than there is time for.
            int times = linux.avoidedPaths().isEmpty() ? 4 * rounds : rounds;
            for (int round = 0; round < times; round++) {
                plain.add(trials.ask(Way.channel()));
                later.add(trials.ask(Way.connect(linux)));
            }
            awaitDecay();
            return new Path(name, first, plain, later, trials.ask(Way.connect(linux)));
        }

        private void awaitDecay() {
            while (!linux.avoidedPaths().isEmpty()) {
                LockSupport.parkNanos(10_000_000);
            }
        }
    }

    /**
     * What happened on one path.
     *
     * @param first the first connection that met the fault
     * @param plain by plain TCP, in turn with the next
     * @param later the connections after the first
     * @param again one more, when the path is avoided no longer
     */
    private record Path(
            String name, Trials.Trial first, List<Trials.Trial> plain, List<Trials.Trial> later, Trials.Trial again) {

        double plainMillis() {
            return Quantile.median(plain.stream().map(Trials.Trial::millis).toList());
        }

        double laterMillis() {
            return Quantile.median(later.stream().map(Trials.Trial::millis).toList());
        }

        boolean firstLost() {
            return first.flow().synPayload() > 0 && first.flow().lost() > 0;
        }

        List<Trials.Trial> all() {
            List<Trials.Trial> all = new ArrayList<>(later);
            all.add(first);
            all.add(again);
            return all;
        }

        long exact() {
            return all().stream().filter(Trials.Trial::exact).count();
        }

        Row row(double rtt) {
            return new Row(name)
                    .with("firstMillis", first.millis(), 1)
                    .with("firstSynBytes", first.flow().synPayload())
                    .with("lost", first.flow().lost())
                    .with("outcome", first.report().outcome())
                    .with("rounds", plain.size())
                    .with("plainMillis", plainMillis(), 2)
                    .with("laterMillis", laterMillis(), 2)
                    .with("laterRatio", laterMillis() / plainMillis(), 3)
                    .with("rttsMore", (laterMillis() - plainMillis()) / rtt, 3)
                    .with(
                            "laterAsked",
                            later.stream().filter(Trials.Trial::asked).count())
                    .with("againSynBytes", again.flow().synPayload())
                    .with("againAsked", again.asked())
                    .with("exact", exact() == all().size());
        }
    }
}
