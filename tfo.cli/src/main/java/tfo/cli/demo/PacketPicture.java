package tfo.cli.demo;

import java.util.List;
import java.util.Locale;
import tfo.lab.Direction;
import tfo.lab.Flow;

/** Draws the packets of one connection between two time axes that run downwards, as SVG. */
final class PacketPicture {
    private static final int WIDTH = 420;
    private static final int CLIENT = 62;
    private static final int SERVER = 380;
    private static final int TOP = 34;
    private static final int BOTTOM = 30;
    private static final int PIXELS_PER_RTT = 150;

    private final Row row;
    private final Flow flow;
    private final double rtt;
    private final double end;
    private final double longest;
    private final double saved;
    private final StringBuilder svg = new StringBuilder();

    private PacketPicture(Row row, DemoResult result, List<Row> shown) {
        this.row = row;
        this.rtt = result.rtt();
        this.flow = row.typical().flow();
        this.end = Arrows.answered(flow);
        this.longest = shown.stream()
                .mapToDouble(each -> Arrows.answered(each.typical().flow()))
                .max()
                .orElse(end);
        this.saved = result.baseline(row).millis() - row.millis();
    }

    /** Of the row's typical connection; the axes cover the same time in the pictures of all rows that are shown. */
    static PacketPicture of(Row row, DemoResult result, List<Row> shown) {
        PacketPicture picture = new PacketPicture(row, result, shown);
        picture.draw();
        return picture;
    }

    /** By itself, inline. */
    String inline() {
        String name = Html.escape(row.name() + ", " + row.stack());
        return String.format(
                Locale.ROOT,
                "<svg viewBox=\"0 0 %d %.0f\" role=\"img\" aria-label=\"packets of %s\">%n%s</svg>%n",
                WIDTH,
                height(),
                name,
                svg);
    }

    /** The lines and texts alone. */
    String content() {
        return svg.toString();
    }

    double height() {
        return y(longest) + BOTTOM;
    }

    private void draw() {
        axes();
        List<Arrow> arrows = Arrows.of(flow, row.tls(), rtt);
        arrows.forEach(this::arrow);
        clientTimes(arrows);
        answer();
    }

    private void axes() {
        add("<text class=\"side\" x=\"%d\" y=\"14\">client</text>", CLIENT);
        add("<text class=\"side\" x=\"%d\" y=\"14\">server</text>%n", SERVER);
        for (int count = 0; count * rtt <= longest * 1.02; count++) {
            double y = y(count * rtt);
            add("<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>", CLIENT, SERVER, y, y);
            add("<text class=\"rtt\" x=\"%d\" y=\"%.1f\">%d RTT</text>%n", WIDTH - 2, y + 3.5, count);
        }
        for (int x : new int[] {CLIENT, SERVER}) {
            add("<line class=\"axis\" x1=\"%d\" x2=\"%d\" y1=\"%d\" y2=\"%.1f\"/>%n", x, x, TOP - 8, y(longest) + 14);
        }
    }

    private void arrow(Arrow arrow) {
        boolean toServer = arrow.direction() == Direction.TO_SERVER;
        double x1 = toServer ? CLIENT : SERVER;
        double y1 = y(arrow.sent());
        double share = arrow.lost() ? 0.55 : 1;
        double x2 = x1 + share * (toServer ? SERVER - CLIENT - 3 : CLIENT - SERVER + 3);
        double y2 = y1 + share * (y(arrow.arrived()) - y1);
        String kind = arrow.kind().name().toLowerCase(Locale.ROOT);
        add(
                "<line class=\"packet %s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" marker-end=\"url(#%s)\"/>",
                kind, x1, y1, x2, y2, arrow.lost() ? "lost" : kind);
        label(arrow, kind, y1, y(arrow.arrived()));
    }

    private void label(Arrow arrow, String kind, double y1, double y2) {
        double slope = Math.toDegrees(Math.atan2(y2 - y1, SERVER - CLIENT));
        double angle = arrow.direction() == Direction.TO_SERVER ? slope : -slope;
        double x = (CLIENT + SERVER) / 2.0;
        double y = (y1 + y2) / 2;
        add(
                "<text class=\"label %s\" transform=\"translate(%.1f %.1f) rotate(%.2f)\" y=\"-6\">%s%s</text>%n",
                kind, x, y, angle, Html.escape(arrow.label()), arrow.lost() ? " — lost" : "");
    }

    private void clientTimes(List<Arrow> arrows) {
        double last = -rtt;
        for (Arrow arrow : arrows) {
            boolean own = arrow.direction() == Direction.TO_SERVER;
            if (own && arrow.sent() - last > rtt * 0.12) {
                last = arrow.sent();
                add("<text class=\"time\" x=\"%d\" y=\"%.1f\">%.1f ms</text>%n", CLIENT - 8, y(last) + 3.5, last);
            }
        }
    }

    private void answer() {
        add("<circle class=\"first-byte\" cx=\"%d\" cy=\"%.1f\" r=\"5\"/>", CLIENT, y(end));
        if (saved > rtt / 2) {
            drawSaved();
        }
        add("<text class=\"time final\" x=\"%d\" y=\"%.1f\">%.1f ms</text>%n", CLIENT - 10, y(end) + 3.5, end);
    }

    private void drawSaved() {
        double x = (CLIENT + SERVER) / 2.0;
        add(
                "<line class=\"saved\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>",
                CLIENT, CLIENT, y(end), y(end + saved));
        add("<text class=\"saved\" x=\"%.1f\" y=\"%.1f\">%.0f ms saved</text>%n", x, y(end + saved / 2), saved);
    }

    private double y(double millis) {
        return TOP + millis / rtt * PIXELS_PER_RTT;
    }

    private void add(String format, Object... arguments) {
        svg.append(String.format(Locale.ROOT, format, arguments));
    }
}
