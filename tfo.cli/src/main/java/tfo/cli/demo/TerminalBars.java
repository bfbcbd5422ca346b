package tfo.cli.demo;

import java.util.Locale;

/** The rows of a race as bars, drawn to scale: so many columns are one round trip. */
public final class TerminalBars {
    private static final int COLUMNS_PER_RTT = 11;
    private static final int NAME_WIDTH = 26;
    private static final String EIGHTHS = " ▏▎▍▌▋▊▉";

    private final DemoResult result;
    private final boolean unicode;
    private final StringBuilder text = new StringBuilder();

    private TerminalBars(DemoResult result, boolean unicode) {
        this.result = result;
        this.unicode = unicode;
    }

    /**
     * The bars.
     *
     * @param unicode whether the terminal can show block characters
     */
    public static String of(DemoResult result, boolean unicode) {
        TerminalBars bars = new TerminalBars(result, unicode);
        bars.heading();
        bars.axis();
        result.rows().forEach(bars::row);
        return bars.text.toString();
    }

    private void heading() {
        text.append(String.format(
                Locale.ROOT,
                "From opening the socket to the first byte of the answer of %s;%n"
                        + "request of %d bytes, round trip %.1f ms, medians of %d rounds.%n%n",
                result.server(),
                result.requestBytes(),
                result.rtt(),
                result.plan().rounds()));
    }

    private void axis() {
        StringBuilder axis = new StringBuilder(" ".repeat(NAME_WIDTH) + "0");
        for (int rtt = 1; rtt <= wholeRoundTrips(); rtt++) {
            String mark = rtt + " RTT";
            axis.append(" ".repeat(COLUMNS_PER_RTT - (rtt == 1 ? 1 : mark.length())))
                    .append(mark);
        }
        text.append(axis).append('\n');
    }

    private int wholeRoundTrips() {
        return result.rows().stream()
                .mapToInt(row -> (int) Math.floor(row.roundTrips() + 0.05))
                .max()
                .orElse(0);
    }

    private void row(Row row) {
        text.append(String.format(
                Locale.ROOT,
                "%-" + NAME_WIDTH + "s%s %.2f RTT  %.1f ms%n  %-" + (NAME_WIDTH - 2) + "s%s%n",
                row.name(),
                bar(row.roundTrips()),
                row.roundTrips(),
                row.millis(),
                row.stack(),
                words(row)));
    }

    private static String words(Row row) {
        String syn = row.synBytes() == 0 && row.tls() ? "" : row.synBytes() + " bytes in the SYN: ";
        return syn + row.words();
    }

    private String bar(double roundTrips) {
        int eighths = (int) Math.round(roundTrips * COLUMNS_PER_RTT * 8);
        if (!unicode) {
            return "#".repeat(eighths / 8);
        }
        String rest = eighths % 8 == 0 ? "" : String.valueOf(EIGHTHS.charAt(eighths % 8));
        return "█".repeat(eighths / 8) + rest;
    }
}
