package tfo.lab;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A connection while it is logged: recognizes each segment that arrives as one that was sent. */
final class Track {
    private final int clientPort;
    private final int serverPort;
    private final @Nullable Segment syn;
    private final List<Step> steps = new ArrayList<>();
    private final Deque<Step> towardsServer = new ArrayDeque<>();
    private final Deque<Step> towardsClient = new ArrayDeque<>();

    private Track(int clientPort, int serverPort, @Nullable Segment syn) {
        this.clientPort = clientPort;
        this.serverPort = serverPort;
        this.syn = syn;
    }

    /** A connection that begins with this segment, or that began before the log did: then the higher port is the client's. */
    static Track beginningWith(Segment first) {
        int source = first.sourcePort();
        int destination = first.destinationPort();
        boolean fromClient = first.isSyn() || (!first.isSynAck() && source > destination);
        return new Track(
                fromClient ? source : destination, fromClient ? destination : source, first.isSyn() ? first : null);
    }

    /** Whether this segment opens another connection between the same ports: a SYN that is no retransmission. */
    boolean isEndedBy(Segment segment) {
        boolean again = syn != null && syn.sourcePort() == segment.sourcePort() && syn.sequence() == segment.sequence();
        return segment.isSyn() && !again;
    }

    int clientPort() {
        return clientPort;
    }

    int serverPort() {
        return serverPort;
    }

    void add(Packet packet) {
        Direction direction = packet.segment().sourcePort() == clientPort ? Direction.TO_SERVER : Direction.TO_CLIENT;
        if (packet.outgoing()) {
            Step step = new Step(direction, packet.segment(), packet.nanos());
            steps.add(step);
            underway(direction).add(step);
        } else {
            arrive(direction, packet);
        }
    }

    private Deque<Step> underway(Direction direction) {
        return direction == Direction.TO_SERVER ? towardsServer : towardsClient;
    }

    // Nothing overtakes on the line: what was sent before a segment that arrived and is not there yet is lost.
    private void arrive(Direction direction, Packet packet) {
        Deque<Step> sent = underway(direction);
        if (sent.stream().noneMatch(step -> step.segment.isSameAs(packet.segment()))) {
            steps.add(Step.forged(direction, packet));
            return;
        }
        Step step = sent.remove();
        while (!step.segment.isSameAs(packet.segment())) {
            step.lost = true;
            step = sent.remove();
        }
        step.arrived = packet.nanos();
    }

    /** The connection so far; what has not arrived after {@code patience} nanoseconds is lost. */
    Flow flow(long now, long patience) {
        long start = steps.isEmpty() ? 0 : steps.get(0).sent;
        return new Flow(
                clientPort,
                serverPort,
                steps.stream().map(step -> step.passage(start, now - patience)).toList());
    }

    /** One segment on its way. */
    private static final class Step {
        private static final long NOT_YET = Long.MIN_VALUE;

        private final Direction direction;
        private final Segment segment;
        private final long sent;
        private long arrived = NOT_YET;
        private boolean lost;

        private Step(Direction direction, Segment segment, long sent) {
            this.direction = direction;
            this.segment = segment;
            this.sent = sent;
        }

        /** A segment that nobody sent. */
        private static Step forged(Direction direction, Packet packet) {
            Step step = new Step(direction, packet.segment(), packet.nanos());
            step.arrived = packet.nanos();
            return step;
        }

        private Passage passage(long start, long lostBefore) {
            boolean here = arrived != NOT_YET;
            return new Passage(
                    direction,
                    segment,
                    Duration.ofNanos(sent - start),
                    here ? Optional.of(Duration.ofNanos(arrived - start)) : Optional.empty(),
                    lost || (!here && sent < lostBefore));
        }
    }
}
