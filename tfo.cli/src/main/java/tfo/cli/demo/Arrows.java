package tfo.cli.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import tfo.lab.Direction;
import tfo.lab.Flow;
import tfo.lab.Passage;
import tfo.lab.Segment;

/** Turns the packets of a connection into arrows, up to the moment when the answer begins to arrive. */
final class Arrows {
    // Of a round trip: what one side sends within it left together, for the eye.
    private static final double TOGETHER = 0.08;

    private final double rtt;
    private final double end;
    private final double lastWord;
    private final List<List<Passage>> groups = new ArrayList<>();

    private Arrows(Flow flow, double rtt) {
        this.rtt = rtt;
        this.end = answered(flow);
        this.lastWord = answer(flow).map(Arrows::sent).orElse(Double.MAX_VALUE);
        flow.timeline().stream().filter(this::isShown).forEach(this::add);
    }

    /** The arrows in the order of sending, over a line of this round trip in milliseconds. */
    static List<Arrow> of(Flow flow, double rtt) {
        Arrows arrows = new Arrows(flow, rtt);
        return arrows.groups.stream().map(arrows::arrow).toList();
    }

    /** When the first byte of the answer arrived; when the last packet was sent if none did. */
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
                .findFirst();
    }

    // What the server sends behind the answer, and the client's acknowledgment of it, belong to the time after the
    // picture.
    private boolean isShown(Passage passage) {
        if (passage.direction() == Direction.TO_CLIENT) {
            return sent(passage) <= lastWord;
        }
        boolean bare = passage.segment().payload() == 0 && !passage.segment().isSyn();
        return sent(passage) < (bare ? end - TOGETHER * rtt : end);
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
        boolean lost = group.get(0).lost();
        return new Arrow(group.get(0).direction(), sent, arrived, lost, kind(group), label(group));
    }

    private static Arrow.Kind kind(List<Passage> group) {
        boolean data = bytes(group) > 0;
        if (data && group.get(0).direction() == Direction.TO_CLIENT) {
            return Arrow.Kind.ANSWER;
        }
        Segment first = group.get(0).segment();
        if (first.isSyn()) {
            return data ? Arrow.Kind.EARLY : Arrow.Kind.HANDSHAKE;
        }
        if (data) {
            return Arrow.Kind.REQUEST;
        }
        return first.isSynAck() ? Arrow.Kind.HANDSHAKE : Arrow.Kind.OTHER;
    }

    private static String label(List<Passage> group) {
        List<String> words = new ArrayList<>();
        group.stream()
                .map(Passage::segment)
                .filter(segment -> segment.isSyn() || segment.isSynAck())
                .findFirst()
                .ifPresent(segment -> words.add(handshakeWords(segment)));
        int bytes = bytes(group);
        if (bytes > 0) {
            words.add((group.get(0).direction() == Direction.TO_SERVER ? "request, " : "answer, ") + bytes + " B");
        }
        return words.isEmpty() ? otherWords(group) : String.join(" + ", words);
    }

    private static String handshakeWords(Segment segment) {
        String name = segment.isSyn() ? "SYN" : "SYN-ACK";
        if (segment.cookie().isEmpty()) {
            return name;
        }
        return segment.cookie().getAsInt() == 0 ? name + ", cookie wanted" : name + " + cookie";
    }

    // A bare ACK says nothing that its arrow does not.
    private static String otherWords(List<Passage> group) {
        return group.stream()
                .map(Passage::segment)
                .map(segment -> segment.isReset() ? "RST" : segment.isFin() ? "FIN" : "")
                .filter(word -> !word.isEmpty())
                .distinct()
                .collect(Collectors.joining(" + "));
    }

    private static int bytes(List<Passage> group) {
        return group.stream().mapToInt(passage -> passage.segment().payload()).sum();
    }

    private static double sent(Passage passage) {
        return passage.sent().toNanos() / 1e6;
    }
}
