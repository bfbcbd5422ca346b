package tfo.cli.demo;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import tfo.cli.core.DurationText;

/** The outcome of a race as one HTML page that needs nothing else: bars, pictures of the packets, the numbers. */
public final class DemoPage {
    private final DemoResult result;

    private DemoPage(DemoResult result) {
        this.result = result;
    }

    /** The page. */
    public static String html(DemoResult result) {
        DemoPage page = new DemoPage(result);
        return Template.named("page.html")
                .replace("{{headline}}", page.headline())
                .replace("{{lead}}", page.lead())
                .replace("{{bars}}", page.each(page::bar))
                .replace("{{pictures}}", page.each(page::picture))
                .replace("{{rows}}", page.each(page::tableRow))
                .replace("{{method}}", page.method())
                .replace("{{notes}}", page.notes());
    }

    private String headline() {
        Row best = result.best();
        return format(
                "%s after <em>%.2f</em> round trips instead of %.2f",
                best.tls() ? "The encrypted answer" : "The answer",
                best.roundTrips(),
                result.baseline(best).roundTrips());
    }

    private String lead() {
        return format(
                "A request of %d bytes to %s, %.1f&#8239;ms away and back, from opening the socket to the first byte of the answer.",
                result.requestBytes(), Html.escape(result.server()), result.rtt());
    }

    private String each(Function<Row, String> part) {
        return result.rows().stream().map(part).collect(Collectors.joining());
    }

    private String bar(Row row) {
        return format(
                "<div class=\"bar%s\"><span class=\"name\">%s <small>%s</small></span><span class=\"track\"><span class=\"fill\" "
                        + "style=\"width:%.2f%%\"></span></span><span class=\"figure\">%.2f&#8239;RTT</span></div>%n",
                row.fastOpen().acknowledged() ? " fast" : "",
                Html.escape(row.name()),
                row.stack(),
                100 * row.millis() / result.slowest(),
                row.roundTrips());
    }

    private String picture(Row row) {
        return format(
                "<figure><figcaption><b>%s <small>%s</small></b><span>%.1f&#8239;ms</span></figcaption>%n%s</figure>%n",
                Html.escape(row.name()),
                row.stack(),
                row.millis(),
                PacketPicture.of(row, result, result.rows()).inline());
    }

    private String tableRow(Row row) {
        List<String> cells = List.of(
                row.name(),
                row.stack(),
                format("%.1f", row.millis()),
                format("%.2f", row.roundTrips()),
                format("%d", row.roundTripsOfPackets()),
                format("%d", row.synBytes()),
                format("%d", row.answeredUponSyn()),
                row.words());
        return "<tr>"
                + cells.stream()
                        .map(cell -> "<td>" + Html.escape(cell) + "</td>")
                        .collect(Collectors.joining())
                + "</tr>\n";
    }

    private String method() {
        return format(
                "Medians of %d rounds, in each of which every way was taken once. The line was asked for a round trip of %s; "
                        + "%.2f&#8239;ms were measured by ICMP echo in the same run. Linux %s, Java %s.",
                result.plan().rounds(),
                DurationText.words(result.plan().rtt()),
                result.rtt(),
                Html.escape(System.getProperty("os.version", "")),
                Html.escape(System.getProperty("java.version", "")));
    }

    private String notes() {
        return result.notes().stream()
                .map(note -> "<p class=\"method\">Not raced here: " + Html.escape(note) + "</p>\n")
                .collect(Collectors.joining());
    }

    private static String format(String format, Object... arguments) {
        return String.format(Locale.ROOT, format, arguments);
    }
}
