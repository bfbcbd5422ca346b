package tfo.cli.demo;

import java.util.List;
import java.util.Locale;

/** The packets of two connections side by side, how the JDK alone gets its answer and how the fastest way does, as one SVG file. */
public final class DemoPicture {
    private static final int TOP = 58;
    private static final int NOTE = 14;
    private static final int BOTTOM = 20;

    private final DemoResult result;
    private final Row fast;
    private final Row slow;

    private DemoPicture(DemoResult result) {
        this.result = result;
        this.fast = result.best();
        this.slow = result.baseline(fast);
    }

    /** The picture; it needs nothing else. */
    public static String svg(DemoResult result) {
        return new DemoPicture(result).svg();
    }

    private String svg() {
        PacketPicture right = packets(fast);
        double note = TOP + right.height() + NOTE;
        return Template.named("picture.svg")
                .replace("{{height}}", format("%.0f", note + BOTTOM))
                .replace("{{note}}", format("%.0f", note))
                .replace("{{title}}", whole(slow) + "; " + whole(fast))
                .replace("{{method}}", method())
                .replace("{{slow.name}}", Html.escape(slow.name()))
                .replace("{{slow.stack}}", slow.stack())
                .replace("{{slow.sum}}", sum(slow))
                .replace("{{slow.packets}}", packets(slow).content())
                .replace("{{fast.name}}", Html.escape(fast.name()))
                .replace("{{fast.stack}}", fast.stack())
                .replace("{{fast.sum}}", sum(fast))
                .replace("{{fast.packets}}", right.content());
    }

    private PacketPicture packets(Row row) {
        return PacketPicture.of(row, result, List.of(slow, fast));
    }

    private static String whole(Row row) {
        return Html.escape(row.name() + ", " + row.stack()) + ": " + sum(row);
    }

    private static String sum(Row row) {
        return format("answer after %.2f round trips, %.1f&#8239;ms", row.roundTrips(), row.millis());
    }

    private String method() {
        return format(
                "Medians of %d rounds at a round trip of %.1f&#8239;ms, from opening the socket to the first byte of the answer, "
                        + "and the packets of one round each.",
                result.plan().rounds(), result.rtt());
    }

    private static String format(String format, Object... arguments) {
        return String.format(Locale.ROOT, format, arguments);
    }
}
