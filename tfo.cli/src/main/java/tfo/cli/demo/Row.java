package tfo.cli.demo;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import tfo.api.socket.FastOpenReport;
import tfo.cli.core.JsonObject;
import tfo.lab.Flow;

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

    /** What the reader sees. */
    public String name() {
        return lane.name();
    }

    /** The median time in milliseconds from before the socket was opened to the first byte of the answer. */
    public double millis() {
        return median(Attempt::millis);
    }

    /** The same in round trips of the line. */
    public double roundTrips() {
        return millis() / rtt;
    }

    /** How many bytes of the request the SYN carried on the line: the median. */
    public int synBytes() {
        return (int) median(attempt -> attempt.flow().synPayload());
    }

    /** How many round trips the answer took, counted from the packets instead of the clock: the median. */
    public int roundTripsOfPackets() {
        return (int) median(attempt -> attempt.flow().roundTrips().orElse(0));
    }

    /** What the stack said of most attempts. */
    public FastOpenReport fastOpen() {
        Map<FastOpenReport, Long> counts =
                attempts.stream().collect(Collectors.groupingBy(Attempt::fastOpen, Collectors.counting()));
        return counts.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .orElseThrow()
                .getKey();
    }

    /** The packets of the attempt whose time is nearest to the median. */
    Flow typicalFlow() {
        double median = millis();
        return attempts.stream()
                .min(Comparator.comparingDouble(attempt -> Math.abs(attempt.millis() - median)))
                .orElseThrow()
                .flow();
    }

    int rounds() {
        return attempts.size();
    }

    /** The row as JSON. */
    public JsonObject json() {
        return new JsonObject()
                .put("name", name())
                .put("stack", lane.stack())
                .put("tls", false)
                .put("resumed", false)
                .put("earlyData", false)
                .put("fastOpen", fastOpen().acknowledged())
                .put("rtt", rtt)
                .put("ms", millis())
                .put("rtts", roundTrips())
                .put("roundTrips", roundTripsOfPackets())
                .put("synBytes", synBytes())
                .put("outcome", fastOpen().outcome())
                .put("reason", fastOpen().reason())
                .put("rounds", rounds());
    }

    private double median(ToDoubleFunction<Attempt> figure) {
        double[] sorted = attempts.stream().mapToDouble(figure).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
