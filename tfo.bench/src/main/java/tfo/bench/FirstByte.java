package tfo.bench;

import static tfo.bench.FirstByteRunners.CHANNEL;
import static tfo.bench.FirstByteRunners.COLD;
import static tfo.bench.FirstByteRunners.EARLY;
import static tfo.bench.FirstByteRunners.FALLBACK;
import static tfo.bench.FirstByteRunners.JSSE_OVER_TFO;
import static tfo.bench.FirstByteRunners.JSSE_RESUMED;
import static tfo.bench.FirstByteRunners.ONE_SYN;
import static tfo.bench.FirstByteRunners.WARM;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** How long the first byte of an answer takes, in round trips, without TLS and with it. */
final class FirstByte implements Measurement {
    private static final Duration WARM_UP_LINE = Duration.ofMillis(1);

    @Override
    public String name() {
        return "firstbyte";
    }

    @Override
    public String purpose() {
        return "time to the first byte of the answer over a delay line, in round trips, without TLS and with it";
    }

    @Override
    public Result measure(Scale scale, Progress progress) throws Exception {
        int rounds = scale.of(2, 20);
        InetAddress everywhere = new InetSocketAddress(0).getAddress();
        try (EchoPeer plain = EchoPeer.on(everywhere);
                EchoPeer secure = EchoPeer.secureOn(everywhere);
                FirstByteRunners runners = FirstByteRunners.of(
                        plain.address().getPort(), secure.address().getPort())) {
            try (Trials trials = Trials.withoutServer(WARM_UP_LINE)) {
                race(trials, runners, scale.of(2, 200), progress);
            }
            try (Trials trials = Trials.withoutServer(Duration.ofMillis(scale.of(10, 50)))) {
                double rttBefore = trials.rtt();
                race(trials, runners, rounds, progress);
                return result(runners, rounds, (rttBefore + trials.rtt()) / 2);
            }
        }
    }

    /** Begins anew, with a contact that does not count for each, from which there is a cookie and a session. */
    private static void race(Trials trials, FirstByteRunners runners, int rounds, Progress progress) throws Exception {
        InetAddress known = trials.lab().peer();
        for (FirstByteRunner each : runners.all()) {
            trials.ask(each.way(), new InetSocketAddress(known, each.port()));
            each.trials().clear();
        }
        for (int round = 0; round < rounds; round++) {
            trials.lab().forgetCookies();
            for (FirstByteRunner each : runners.all()) {
                InetAddress peer = each.cold() ? trials.lab().peer() : known;
                each.trials().add(trials.ask(each.way(), new InetSocketAddress(peer, each.port())));
            }
            progress.at(round + 1, rounds);
        }
    }

    private Result result(FirstByteRunners runners, int rounds, double rtt) {
        return new Result(
                name(),
                Map.of("rounds", rounds, "rttMillis", Math.round(rtt * 100) / 100.0),
                runners.all().stream().map(each -> each.row(rtt)).toList(),
                goals(runners, rounds, rtt));
    }

    private static List<Goal> goals(FirstByteRunners runners, int rounds, double rtt) {
        FirstByteRunner oneSyn = runners.named(ONE_SYN);
        double plain = runners.named(CHANNEL).millis() / rtt;
        return List.of(
                Goal.atLeast("round trips of SocketChannel", 1.95, plain),
                atMost(1.06, runners.named(WARM), rtt),
                Goal.atMost(
                        "round trips of " + COLD + ", more",
                        0.05,
                        runners.named(COLD).millis() / rtt - plain),
                Goal.atMost(
                        "round trips of " + FALLBACK + ", more",
                        0.05,
                        runners.named(FALLBACK).millis() / rtt - plain),
                Goal.atLeast(
                        "round trips of " + JSSE_RESUMED,
                        2.95,
                        runners.named(JSSE_RESUMED).millis() / rtt),
                atMost(2.2, runners.named(JSSE_OVER_TFO), rtt),
                atMost(2.06, runners.named(EARLY), rtt),
                atMost(1.06, oneSyn, rtt),
                Goal.always("early data of " + ONE_SYN + " accepted", oneSyn.times(Dialog.Session.EARLY), rounds),
                Goal.always("its answer sent before more came", oneSyn.answeredUponSyn(), rounds),
                Goal.always(
                        "every byte exactly once",
                        runners.all().stream().filter(FirstByteRunner::exact).count(),
                        runners.all().size()));
    }

    private static Goal atMost(double limit, FirstByteRunner runner, double rtt) {
        return Goal.atMost("round trips of " + runner.name(), limit, runner.millis() / rtt);
    }
}
