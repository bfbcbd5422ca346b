package tfo.cli.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tfo.lab.Direction;
import tfo.lab.Flow;
import tfo.lab.Passage;
import tfo.lab.Segment;

/** Turns the packets of a connection into arrows, up to the moment when the answer begins to arrive. */
final class Arrows {
    // Of a round trip: what one side sends within it left together, for the eye.
    private static final double TOGETHER = 0.08;

    private final boolean tls;
    private final double rtt;
    private final double end;
    private final double lastWord;
    private final List<List<Passage>> groups = new ArrayList<>();

    private Arrows(Flow flow, boolean tls, double rtt) {
        this.tls = tls;
        this.rtt = rtt;
        this.end = answered(flow);
        this.lastWord = answer(flow).map(Arrows::sent).orElse(Double.MAX_VALUE);
        flow.timeline().stream().filter(this::isShown).forEach(this::add);
    }

    /**
     * The arrows in the order of sending.
     *
     * @param flow the packets as they were when the answer had begun to arrive
     * @param tls whether they carry TLS
     * @param rtt the line's round trip in milliseconds
     */
    static List<Arrow> of(Flow flow, boolean tls, double rtt) {
        Arrows arrows = new Arrows(flow, tls, rtt);
        return arrows.groups.stream().map(arrows::arrow).toList();
    }

    /** When the answer arrived, in milliseconds; when the last packet was sent if it did not. */
    static double answered(Flow flow) {
        return answer(flow)
                .flatMap(Passage::arrived)
                .map(arrived -> arrived.toNanos() / 1e6)
                .orElseGet(() ->
                        flow.timeline().stream().mapToDouble(Arrows::sent).max().orElse(0));
    }

    private static Optional<Passage> answer(Flow flow) {
        return flow.timeline().stream()
                .filter(passage -> passage.direction() == Direction.TO_CLIENT)
                .filter(passage ->
                        passage.segment().payload() > 0 && passage.arrived().isPresent())
                .reduce((earlier, later) -> later);
    }

    // What the server sends behind the answer, and what the client says to it, belong to the time after the picture.
    private boolean isShown(Passage passage) {
        return passage.direction() == Direction.TO_CLIENT
                ? sent(passage) <= lastWord
                : sent(passage) < end - TOGETHER * rtt || passage.segment().isSyn();
    }

    private void add(Passage passage) {
        List<Passage> last = groups.isEmpty() ? List.of() : groups.get(groups.size() - 1);
        boolean joins = !last.isEmpty()
                && last.get(0).direction() == passage.direction()
                && last.get(0).lost() == passage.lost()
                && sent(passage) - sent(last.get(0)) < TOGETHER * rtt;
        if (joins) {
            last.add(passage);
        } else {
            groups.add(new ArrayList<>(List.of(passage)));
        }
    }

    private Arrow arrow(List<Passage> group) {
        double sent = sent(group.get(0));
        double arrived = group.stream()
                .flatMap(passage -> passage.arrived().stream())
                .mapToDouble(time -> time.toNanos() / 1e6)
                .max()
                .orElse(sent + rtt / 2);
        List<Segment> segments = group.stream().map(Passage::segment).toList();
        Passage first = group.get(0);
        boolean answers = first.direction() == Direction.TO_CLIENT && sent(group.get(group.size() - 1)) >= lastWord;
        Cargo cargo = new Cargo(segments, first.direction(), tls, answers);
        return new Arrow(first.direction(), sent, arrived, first.lost(), cargo.kind(), cargo.label());
    }

    private static double sent(Passage passage) {
        return passage.sent().toNanos() / 1e6;
    }
}
