package tfo.cli.demo;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import tfo.api.socket.FastOpenReport;
import tfo.api.tls.HandshakeReport.EarlyData;
import tfo.cli.core.JsonObject;
import tfo.cli.core.Reports;

/** What came of one way to connect, over all rounds. */
public final class Row {
    private final Lane lane;
    private final double rtt;
    private final List<Attempt> attempts;

    Row(Lane lane, double rtt, List<Attempt> attempts) {
        this.lane = lane;
        this.rtt = rtt;
        this.attempts = List.copyOf(attempts);
    }

    /** How it connects: what the reader sees, together with {@link #stack}. */
    public String name() {
        return lane.name();
    }

    /** Who provides it. */
    public String stack() {
        return lane.stack();
    }

    /** Whether it speaks TLS. */
    public boolean tls() {
        return lane.tls();
    }

    /** Whether every TLS handshake resumed a session. */
    public boolean resumed() {
        return attempts.stream().allMatch(attempt -> attempt.run().resumed());
    }

    /** How many times early data was accepted. */
    public int accepted() {
        return count(Attempt::tookEarlyData);
    }

    /** How many times the server had sent the answer before anything reached it that the client sent after its SYN, by the packets. */
    public int answeredUponSyn() {
        return count(attempt -> attempt.isAnsweredUponSyn(tls()));
    }

    boolean wantsEarlyData() {
        return attempts.stream().anyMatch(attempt -> attempt.run().early() != EarlyData.NONE);
    }

    /** The median time in milliseconds from before the socket was opened to the first byte of the answer. */
    public double millis() {
        return median(Attempt::millis);
    }

    /** The same in round trips of the line. */
    public double roundTrips() {
        return millis() / rtt;
    }

    /** How many bytes the SYN carried on the line: the median. */
    public int synBytes() {
        return (int) median(attempt -> attempt.flow().synPayload());
    }

    /** How many round trips the answer took, counted from the packets instead of the clock: the median. */
    public int roundTripsOfPackets() {
        return (int) median(attempt -> attempt.flow().roundTripsToLast().orElse(0));
    }

    /**
     * The fewest round trips of all rounds, counted from the packets: what it takes where both ends go on at once. An end that is kept
     * waiting for a processor as long as the line is long makes them more, never fewer.
     */
    public int fewestRoundTrips() {
        return attempts.stream()
                .mapToInt(attempt -> attempt.flow().roundTripsToLast().orElse(0))
                .min()
                .orElse(0);
    }

    /** What the stack said of most attempts. */
    public FastOpenReport fastOpen() {
        Map<FastOpenReport, Long> counts = attempts.stream()
                .map(attempt -> attempt.run().fastOpen())
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        return counts.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .orElseThrow()
                .getKey();
    }

    /** The attempt whose time is nearest to the median. */
    Attempt typical() {
        double median = millis();
        return attempts.stream()
                .min(Comparator.comparingDouble(attempt -> Math.abs(attempt.millis() - median)))
                .orElseThrow();
    }

    /** What became of the first flight and of the session, as a phrase. */
    String words() {
        if (!tls()) {
            return Reports.words(fastOpen());
        }
        List<String> words = new ArrayList<>(List.of(resumed() ? "resumed" : "in full"));
        if (wantsEarlyData()) {
            words.add("early data accepted " + accepted() + " of " + rounds() + " times");
        }
        if (synBytes() > 0 && !fastOpen().acknowledged()) {
            words.add(Reports.words(fastOpen()));
        }
        return String.join(", ", words);
    }

    int rounds() {
        return attempts.size();
    }

    /** The row as JSON. */
    public JsonObject json() {
        return new JsonObject()
                .put("name", name())
                .put("stack", stack())
                .put("tls", tls())
                .put("resumed", resumed())
                .put("earlyData", rounds() > 0 && accepted() == rounds())
                .put("fastOpen", fastOpen().acknowledged())
                .put("rtt", rtt)
                .put("ms", millis())
                .put("rtts", roundTrips())
                .put("roundTrips", roundTripsOfPackets())
                .put("fewestRoundTrips", fewestRoundTrips())
                .put("synBytes", synBytes())
                .put("outcome", fastOpen().outcome())
                .put("reason", fastOpen().reason())
                .put("rounds", rounds())
                .put("accepted", accepted())
                .put("answeredUponSyn", answeredUponSyn());
    }

    private int count(Predicate<Attempt> wanted) {
        return (int) attempts.stream().filter(wanted).count();
    }

    private double median(ToDoubleFunction<Attempt> figure) {
        double[] sorted = attempts.stream().mapToDouble(figure).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
