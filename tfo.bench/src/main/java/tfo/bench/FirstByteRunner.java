package tfo.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/** A way, whether it meets a peer it has no cookie of, the port it asks, and what it achieved. */
record FirstByteRunner(String name, Way way, boolean cold, int port, List<Trials.Trial> trials) {
    // What a server's ServerHello to Finished have at least.
    private static final int FIRST_FLIGHT_BACK = 200;

    static FirstByteRunner of(String name, Way way, int port) {
        return new FirstByteRunner(name, way, false, port, new ArrayList<>());
    }

    static FirstByteRunner cold(String name, Way way, int port) {
        return new FirstByteRunner(name, way, true, port, new ArrayList<>());
    }

    double millis() {
        return Quantile.median(trials.stream().map(Trials.Trial::millis).toList());
    }

    boolean exact() {
        return trials.stream().allMatch(Trials.Trial::exact);
    }

    /** How many times the session came to this. */
    long times(Dialog.Session session) {
        return trials.stream().filter(trial -> trial.session() == session).count();
    }

    /** How many times early data and its answer took one round trip, by the packets. */
    long answeredUponSyn() {
        return trials.stream()
                .filter(trial -> trial.session() == Dialog.Session.EARLY)
                .filter(trial -> trial.flow().answeredUponSyn() >= FIRST_FLIGHT_BACK + Trials.PAYLOAD)
                .count();
    }

    Row row(double rtt) {
        return new Row(name)
                .with("millis", millis(), 2)
                .with("rtts", millis() / rtt, 2)
                .with(
                        "packetRoundTrips",
                        median(trial -> trial.toAnswer().roundTripsToLast().orElse(0)),
                        0)
                .with("synBytes", median(trial -> trial.flow().synPayload()), 0)
                .with(
                        "acknowledged",
                        trials.stream()
                                .filter(trial -> trial.report().acknowledged())
                                .count())
                .with("resumed", times(Dialog.Session.RESUMED) + times(Dialog.Session.EARLY))
                .with("early", times(Dialog.Session.EARLY));
    }

    private double median(ToIntFunction<Trials.Trial> figure) {
        return Quantile.median(
                trials.stream().map(trial -> (double) figure.applyAsInt(trial)).toList());
    }
}
