package tfo.bench;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import tfo.api.socket.FastOpenSockets;

/** How long the first byte of an answer takes, in round trips. */
final class FirstByte implements Measurement {

    @Override
    public String name() {
        return "firstbyte";
    }

    @Override
    public String purpose() {
        return "time to the first byte of the answer over a delay line, in round trips";
    }

    @Override
    public Result measure(Scale scale, Progress progress) throws Exception {
        int rounds = scale.of(2, 20);
        try (Trials trials = Trials.open(Duration.ofMillis(scale.of(10, 50)))) {
            List<Contestant> contestants = contestants(Providers.linux());
            double rttBefore = trials.rtt();
            InetAddress known = trials.lab().peer();
            trials.ask(Way.connect(Providers.linux()), known);
            for (int round = 0; round < rounds; round++) {
                trials.lab().forgetCookies();
                for (Contestant each : contestants) {
                    each.trials.add(
                            trials.ask(each.way, each.cold ? trials.lab().peer() : known));
                }
                progress.at(round + 1, rounds);
            }
            double rtt = (rttBefore + trials.rtt()) / 2;
            return new Result(
                    name(),
                    Map.of("rounds", rounds, "rttMillis", Math.round(rtt * 100) / 100.0),
                    contestants.stream().map(each -> each.row(rtt)).toList(),
                    goals(contestants, rtt));
        }
    }

    private static List<Contestant> contestants(FastOpenSockets linux) {
        return List.of(
                new Contestant("SocketChannel", Way.channel(), false),
                new Contestant("Socket", Way.socket(), false),
                new Contestant("tfo.linux connect, cold", Way.connect(linux), true),
                new Contestant("tfo.linux connect, warm", Way.connect(linux), false),
                new Contestant("tfo.linux Socket, warm", Way.socket(linux), false),
                new Contestant("tfo.fallback connect", Way.connect(Providers.fallback()), false));
    }

    private static List<Goal> goals(List<Contestant> contestants, double rtt) {
        double plain = contestants.get(0).millis() / rtt;
        return List.of(
                Goal.atLeast("round trips of SocketChannel", 1.95, plain),
                Goal.atMost(
                        "round trips of tfo.linux, warm",
                        1.06,
                        contestants.get(3).millis() / rtt),
                Goal.atMost(
                        "round trips of tfo.linux, cold, more",
                        0.05,
                        contestants.get(2).millis() / rtt - plain),
                Goal.atMost(
                        "round trips of tfo.fallback more",
                        0.05,
                        contestants.get(5).millis() / rtt - plain),
                Goal.always(
                        "every byte exactly once",
                        contestants.stream().filter(Contestant::exact).count(),
                        contestants.size()));
    }

    /** A way, whether it meets a peer it has no cookie of, and what it achieved. */
    private record Contestant(String name, Way way, boolean cold, List<Trials.Trial> trials) {
        Contestant(String name, Way way, boolean cold) {
            this(name, way, cold, new ArrayList<>());
        }

        double millis() {
            return Quantile.median(trials.stream().map(Trials.Trial::millis).toList());
        }

        boolean exact() {
            return trials.stream().allMatch(Trials.Trial::exact);
        }

        Row row(double rtt) {
            return new Row(name)
                    .with("millis", millis(), 2)
                    .with("rtts", millis() / rtt, 2)
                    .with(
                            "packetRoundTrips",
                            median(trial -> trial.flow().roundTrips().orElse(0)),
                            0)
                    .with("synBytes", median(trial -> trial.flow().synPayload()), 0)
                    .with(
                            "acknowledged",
                            trials.stream()
                                    .filter(trial -> trial.report().acknowledged())
                                    .count());
        }

        private double median(ToIntFunction<Trials.Trial> figure) {
            return Quantile.median(trials.stream()
                    .map(trial -> (double) figure.applyAsInt(trial))
                    .toList());
        }
    }
}
