package tfo.cli.fetch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tfo.api.socket.TcpHistory;
import tfo.api.socket.TcpHistory.Reading;
import tfo.api.socket.TcpHistory.Stretch;
import tfo.api.tcp.TcpInfo;
import tfo.cli.core.JsonObject;

/**
 * What the kernel knew of a connection over its life.
 *
 * @param readings oldest first; none where the provider cannot ask the kernel
 */
public record TcpReport(List<Reading> readings) {
    // As many lines as fit on a screen with what else is there.
    private static final int LINES = 16;

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
            json.put("last", json(last())).put("text", last().toString());
        }
        return json.put(
                "history",
                stretches(readings.size()).stream().map(TcpReport::json).toList());
    }

    private static JsonObject json(TcpInfo info) {
        JsonObject json = new JsonObject();
        info.fields().forEach((field, value) -> json.put(field.toString(), value));
        return json;
    }

    private static JsonObject json(Stretch stretch) {
        return new JsonObject()
                .put("fromMs", millis(stretch.from().at()))
                .put("toMs", millis(stretch.to().at()))
                .put("ackedPerSecond", stretch.ackedPerSecond())
                .put("receivedPerSecond", stretch.receivedPerSecond())
                .put("rttMs", millis(stretch.to().info().rtt()))
                .put("retransmits", stretch.retransmits());
    }

    /** The report as lines. */
    public String words() {
        if (readings.isEmpty()) {
            return "TCP_INFO: this provider cannot ask the kernel";
        }
        StringBuilder text = new StringBuilder("TCP_INFO: ").append(last());
        text.append(String.format(
                "%n  %18s  %12s  %12s  %9s  %s", "ms", "acked B/s", "received B/s", "rtt ms", "sent again"));
        stretches(LINES).forEach(stretch -> text.append(line(stretch)));
        return text.toString();
    }

    private static String line(Stretch stretch) {
        return String.format(
                Locale.ROOT,
                "%n  %8.1f..%8.1f  %12.0f  %12.0f  %9.3f  %d",
                millis(stretch.from().at()),
                millis(stretch.to().at()),
                stretch.ackedPerSecond(),
                stretch.receivedPerSecond(),
                millis(stretch.to().info().rtt()),
                stretch.retransmits());
    }

    private TcpInfo last() {
        return readings.get(readings.size() - 1).info();
    }

    /** What happened between the readings, in at most so many steps of about as many readings each. */
    private List<Stretch> stretches(int most) {
        List<Stretch> stretches = new ArrayList<>();
        int steps = Math.min(most, readings.size() - 1);
        for (int i = 0; i < steps; i++) {
            stretches.add(new Stretch(at(i, steps), at(i + 1, steps)));
        }
        return stretches;
    }

    private Reading at(int step, int steps) {
        return readings.get((int) ((long) step * (readings.size() - 1) / steps));
    }

    private static double millis(Duration duration) {
        return duration.toNanos() / 1e6;
    }
}
