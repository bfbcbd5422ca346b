package tfo.bench;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tfo.api.socket.FastOpenPolicy;
import tfo.api.socket.FastOpenSockets;
import tfo.bench.SecureWay.Handshake;

/** How long the first byte of an answer takes, in round trips, without TLS and with it. */
final class FirstByte implements Measurement {
    private static final Duration WARM_UP_LINE = Duration.ofMillis(1);
    private static final String CHANNEL = "SocketChannel";
    private static final String COLD = "tfo.linux connect, cold";
    private static final String WARM = "tfo.linux connect, warm";
    private static final String FALLBACK = "tfo.fallback connect";
    private static final String JSSE_RESUMED = "jsse resumed, Socket";
    private static final String JSSE_OVER_TFO = "jsse resumed, tfo.linux Socket";
    private static final String EARLY = "gnutls early data, plain";
    private static final String ONE_SYN = "gnutls early data, one SYN";

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
                EchoPeer secure = EchoPeer.secureOn(everywhere)) {
            List<FirstByteRunner> runners =
                    runners(plain.address().getPort(), secure.address().getPort());
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
    private static void race(Trials trials, List<FirstByteRunner> runners, int rounds, Progress progress)
            throws Exception {
        InetAddress known = trials.lab().peer();
        for (FirstByteRunner each : runners) {
            trials.ask(each.way(), new InetSocketAddress(known, each.port()));
            each.trials().clear();
        }
        for (int round = 0; round < rounds; round++) {
            trials.lab().forgetCookies();
            for (FirstByteRunner each : runners) {
                InetAddress peer = each.cold() ? trials.lab().peer() : known;
                each.trials().add(trials.ask(each.way(), new InetSocketAddress(peer, each.port())));
            }
            progress.at(round + 1, rounds);
        }
    }

    private static List<FirstByteRunner> runners(int plain, int secure) throws Exception {
        FastOpenSockets linux = Providers.linux();
        List<FirstByteRunner> all = new ArrayList<>(List.of(
                FirstByteRunner.of(CHANNEL, Way.channel(), plain),
                FirstByteRunner.of("Socket", Way.socket(), plain),
                FirstByteRunner.cold(COLD, Way.connect(linux), plain),
                FirstByteRunner.of(WARM, Way.connect(linux), plain),
                FirstByteRunner.of("tfo.linux Socket, warm", Way.socket(linux), plain),
                FirstByteRunner.of(FALLBACK, Way.connect(Providers.fallback()), plain),
                FirstByteRunner.of("jsse full, Socket", SecureWay.jdk(false), secure),
                FirstByteRunner.of(JSSE_RESUMED, SecureWay.jdk(true), secure),
                FirstByteRunner.of("jsse full, tfo.linux Socket", SecureWay.jdk(false, linux), secure),
                FirstByteRunner.of(JSSE_OVER_TFO, SecureWay.jdk(true, linux), secure)));
        for (Handshake handshake : Handshake.values()) {
            all.add(gnutls(handshake, FastOpenPolicy.OFF, secure));
            all.add(gnutls(handshake, FastOpenPolicy.PREFER, secure));
        }
        return List.copyOf(all);
    }

    private static FirstByteRunner gnutls(Handshake handshake, FastOpenPolicy policy, int port) throws Exception {
        boolean fast = policy == FastOpenPolicy.PREFER;
        String name = switch (handshake) {
            case FULL -> "gnutls full, " + (fast ? "TFO" : "plain");
            case RESUMED -> "gnutls resumed, " + (fast ? "TFO" : "plain");
            case EARLY -> fast ? ONE_SYN : EARLY;
        };
        return FirstByteRunner.of(name, SecureWay.gnutls(handshake, Providers.linux(), policy), port);
    }

    private Result result(List<FirstByteRunner> runners, int rounds, double rtt) {
        return new Result(
                name(),
                Map.of("rounds", rounds, "rttMillis", Math.round(rtt * 100) / 100.0),
                runners.stream().map(each -> each.row(rtt)).toList(),
                goals(runners, rounds, rtt));
    }

    private static List<Goal> goals(List<FirstByteRunner> runners, int rounds, double rtt) {
        FirstByteRunner oneSyn = named(runners, ONE_SYN);
        double plain = named(runners, CHANNEL).millis() / rtt;
        return List.of(
                Goal.atLeast("round trips of SocketChannel", 1.95, plain),
                atMost(1.06, named(runners, WARM), rtt),
                Goal.atMost(
                        "round trips of " + COLD + ", more",
                        0.05,
                        named(runners, COLD).millis() / rtt - plain),
                Goal.atMost(
                        "round trips of " + FALLBACK + ", more",
                        0.05,
                        named(runners, FALLBACK).millis() / rtt - plain),
                Goal.atLeast(
                        "round trips of " + JSSE_RESUMED,
                        2.95,
                        named(runners, JSSE_RESUMED).millis() / rtt),
                atMost(2.2, named(runners, JSSE_OVER_TFO), rtt),
                atMost(2.06, named(runners, EARLY), rtt),
                atMost(1.06, oneSyn, rtt),
                Goal.always("early data of " + ONE_SYN + " accepted", oneSyn.times(Dialog.Session.EARLY), rounds),
                Goal.always("its answer sent before more came", oneSyn.answeredUponSyn(), rounds),
                Goal.always(
                        "every byte exactly once",
                        runners.stream().filter(FirstByteRunner::exact).count(),
                        runners.size()));
    }

    private static Goal atMost(double limit, FirstByteRunner runner, double rtt) {
        return Goal.atMost("round trips of " + runner.name(), limit, runner.millis() / rtt);
    }

    private static FirstByteRunner named(List<FirstByteRunner> runners, String name) {
        return runners.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
