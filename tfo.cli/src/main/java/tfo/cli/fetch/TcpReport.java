package tfo.cli.fetch;

import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tfo.api.socket.TcpHistory;
import tfo.api.socket.TcpHistory.Reading;
import tfo.api.socket.TcpHistory.Stretch;
import tfo.api.tcp.TcpInfo;
import tfo.cli.core.Amount;
import tfo.cli.core.JsonObject;

/**
 * What the kernel knew of a connection over its life.
 *
 * @param readings oldest first; none where the provider cannot ask the kernel
 */
public record TcpReport(List<Reading> readings) {
    // As many lines as fit on a screen with what else is there.
    private static final int LINES = 16;

    private static final List<String> HEADINGS =
            List.of("ms", "acked", "per second", "received", "per second", "rtt ms", "sent again");

    /** Copies the readings. */
    public TcpReport {
        readings = List.copyOf(readings);
    }

    static TcpReport of(TcpHistory history) {
        return new TcpReport(history.readings());
    }

    /** The report as JSON: the last reading whole, and what happened between each two. */
    JsonObject json() {
        JsonObject json = new JsonObject().put("available", !readings.isEmpty());
        if (!readings.isEmpty()) {
            json.put("last", json(last())).put("text", last().toString()).put("whole", json(whole()));
        }
        return json.put("history", stretches().stream().map(TcpReport::json).toList());
    }

    private static JsonObject json(TcpInfo info) {
        JsonObject json = new JsonObject();
        info.fields().forEach((field, value) -> json.put(field.toString(), number(value)));
        return json;
    }

    // What the struct has 64 bits for is unsigned: all of them set is a rate without a limit.
    private static Number number(long value) {
        return value >= 0 ? value : new BigInteger(Long.toUnsignedString(value));
    }

    private static JsonObject json(Stretch stretch) {
        return new JsonObject()
                .put("fromMs", millis(stretch.from().at()))
                .put("toMs", millis(stretch.to().at()))
                .put("bytesAcked", stretch.bytesAcked())
                .put("bytesReceived", stretch.bytesReceived())
                .put("ackedPerSecond", stretch.ackedPerSecond())
                .put("receivedPerSecond", stretch.receivedPerSecond())
                .put("rttMs", stretch.to().info().rtt().map(TcpReport::millis).orElse(null))
                .put("retransmits", stretch.retransmits());
    }

    /** The report as lines: the last reading, what happened over time, and all of it together. */
    public String words() {
        if (readings.isEmpty()) {
            return "TCP_INFO: this provider cannot ask the kernel";
        }
        List<List<String>> rows = new ArrayList<>(List.of(HEADINGS));
        condensed().forEach(stretch -> rows.add(cells(span(stretch), stretch)));
        rows.add(cells("whole", whole()));
        return "TCP_INFO: " + last()
                + rows.stream().map(row -> line(row, widths(rows))).collect(Collectors.joining());
    }

    private static List<String> cells(String name, Stretch stretch) {
        return List.of(
                name,
                Amount.bytes(stretch.bytesAcked()),
                Amount.perSecond(stretch.ackedPerSecond()),
                Amount.bytes(stretch.bytesReceived()),
                Amount.perSecond(stretch.receivedPerSecond()),
                stretch.to().info().rtt().map(rtt -> decimal(millis(rtt), 3)).orElse("-"),
                Integer.toString(stretch.retransmits()));
    }

    private static String span(Stretch stretch) {
        return decimal(millis(stretch.from().at()), 1) + " - "
                + decimal(millis(stretch.to().at()), 1);
    }

    private static String decimal(double number, int places) {
        return String.format(Locale.ROOT, "%." + places + "f", number);
    }

    private static int[] widths(List<List<String>> rows) {
        return IntStream.range(0, HEADINGS.size())
                .map(column -> rows.stream()
                        .mapToInt(row -> row.get(column).length())
                        .max()
                        .orElse(0))
                .toArray();
    }

    private static String line(List<String> row, int[] widths) {
        return IntStream.range(0, widths.length)
                .mapToObj(column -> String.format(Locale.ROOT, "  %" + widths[column] + "s", row.get(column)))
                .collect(Collectors.joining("", System.lineSeparator(), ""));
    }

    private TcpInfo last() {
        return readings.get(readings.size() - 1).info();
    }

    private Stretch whole() {
        return new Stretch(readings.get(0), readings.get(readings.size() - 1));
    }

    private List<Stretch> stretches() {
        return IntStream.range(1, readings.size())
                .mapToObj(i -> new Stretch(readings.get(i - 1), readings.get(i)))
                .toList();
    }

    /** What happened between the readings, in a few steps: those in which nothing did are one, and then about as many are one each. */
    List<Stretch> condensed() {
        List<Stretch> eventful = new ArrayList<>();
        for (Stretch next : stretches()) {
            int last = eventful.size() - 1;
            if (last >= 0 && idle(eventful.get(last)) && idle(next)) {
                eventful.set(last, joined(eventful.get(last), next));
            } else {
                eventful.add(next);
            }
        }
        int steps = Math.min(LINES, eventful.size());
        return IntStream.range(0, steps)
                .mapToObj(i -> joined(
                        eventful.get(first(i, steps, eventful.size())),
                        eventful.get(first(i + 1, steps, eventful.size()) - 1)))
                .toList();
    }

    private static int first(int step, int steps, int size) {
        return step * size / steps;
    }

    private static Stretch joined(Stretch first, Stretch last) {
        return new Stretch(first.from(), last.to());
    }

    private static boolean idle(Stretch stretch) {
        return stretch.bytesAcked() == 0 && stretch.bytesReceived() == 0 && stretch.retransmits() == 0;
    }

    private static double millis(Duration duration) {
        return duration.toNanos() / 1e6;
    }
}
