package tfo.lab;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One TCP connection as a {@link PacketLog} saw it, up to the moment it was asked for. Each segment counts once, though the
 * log sees it leave and arrive.
 */
public final class Flow {
    private final int clientPort;
    private final int serverPort;
    private final List<Passage> timeline;

    Flow(int clientPort, int serverPort, List<Passage> timeline) {
        this.clientPort = clientPort;
        this.serverPort = serverPort;
        this.timeline = List.copyOf(timeline);
    }

    /** The port that sent the SYN. */
    public int clientPort() {
        return clientPort;
    }

    /** The port that the SYN was sent to. */
    public int serverPort() {
        return serverPort;
    }

    /** Every segment, in the order of sending. */
    public List<Passage> timeline() {
        return timeline;
    }

    /** The client's SYNs, in order: the first and its retransmissions. */
    public List<Segment> syns() {
        return segments().filter(Segment::isSyn).toList();
    }

    /** The server's SYN-ACKs, in order. */
    public List<Segment> synAcks() {
        return segments().filter(Segment::isSynAck).toList();
    }

    /** How many times the SYN was sent again. */
    public int retransmittedSyns() {
        return Math.max(0, syns().size() - 1);
    }

    /** How many bytes the first SYN carried; 0 if there was none. */
    public int synPayload() {
        return syns().stream().limit(1).mapToInt(Segment::payload).sum();
    }

    /** The length of the Fast Open cookie in the first SYN: 0 asked for one, empty: the option was not there. */
    public OptionalInt cookie() {
        return syns().stream().limit(1).map(Segment::cookie).findFirst().orElse(OptionalInt.empty());
    }

    /** How many bytes of the SYN's payload the first SYN-ACK acknowledged; 0 if there was no SYN-ACK. */
    public int acknowledgedInSyn() {
        List<Segment> syns = syns();
        List<Segment> synAcks = synAcks();
        if (syns.isEmpty() || synAcks.isEmpty()) {
            return 0;
        }
        return (int) (synAcks.get(0).acknowledgment() - syns.get(0).sequence()) - 1;
    }

    /** Whether either side, or somebody in its name, sent a RST. */
    public boolean reset() {
        return segments().anyMatch(Segment::isReset);
    }

    /** How many bytes of payload were sent in this direction, those that were sent again counted again. */
    public long payload(Direction direction) {
        return timeline.stream()
                .filter(passage -> passage.direction() == direction)
                .mapToLong(passage -> passage.segment().payload())
                .sum();
    }

    /** How many segments were lost. */
    public long lost() {
        return timeline.stream().filter(Passage::lost).count();
    }

    /**
     * How many round trips passed until the server sent its first byte: a request after the handshake needs 2, one in the
     * SYN needs 1. Empty if it sent none.
     *
     * <p>Counted by cause, not by time: a segment stands one round trip after the last answer that its sender had seen.
     */
    public OptionalInt roundTrips() {
        return RoundTrips.untilAnswer(timeline);
    }

    /**
     * The same until the last of the server's bytes that have arrived. Asked when a program has just read the first byte of an answer,
     * it tells the round trips of that answer, whatever handshake of TLS came before it.
     */
    public OptionalInt roundTripsToLast() {
        return RoundTrips.untilLastAnswer(timeline);
    }

    /**
     * How many bytes of payload the server sent upon a SYN with data: before any more payload of the client's had reached it. A bare
     * ACK asks for nothing, and overtakes a server that is slow. 0 if the SYN was bare. Where that is a handshake's first flight back
     * and an answer, the request was in the SYN and had its answer in one round trip.
     */
    public long answeredUponSyn() {
        if (synPayload() == 0) {
            return 0;
        }
        Optional<Duration> more = timeline.stream()
                .filter(passage -> passage.direction() == Direction.TO_SERVER)
                .filter(passage -> passage.segment().payload() > 0)
                .skip(1)
                .flatMap(passage -> passage.arrived().stream())
                .min(Comparator.naturalOrder());
        return timeline.stream()
                .filter(passage -> passage.direction() == Direction.TO_CLIENT)
                .filter(passage -> more.isEmpty() || passage.sent().compareTo(more.get()) < 0)
                .mapToLong(passage -> passage.segment().payload())
                .sum();
    }

    private Stream<Segment> segments() {
        return timeline.stream().map(Passage::segment);
    }

    /** Every segment on a line: sent and arrived in milliseconds, direction, and what tcpdump would say. */
    public String dump() {
        return timeline.stream().map(Passage::toString).collect(Collectors.joining("\n"));
    }

    @Override
    public String toString() {
        return "Flow " + clientPort + " > " + serverPort + "\n" + dump();
    }
}
