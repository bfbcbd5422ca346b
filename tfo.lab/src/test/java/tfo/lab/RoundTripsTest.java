package tfo.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import tfo.lab.wire.Frame;

class RoundTripsTest {
    private final List<Passage> timeline = new ArrayList<>();

    @Test
    void handshakeThenRequestIsTwo() {
        client(0, 5, 0).server(5, 10, 0).client(10, 15, 0).client(10, 15, 300).server(16, 21, 500);

        assertEquals(OptionalInt.of(2), RoundTrips.untilAnswer(timeline));
    }

    @Test
    void requestInTheSynIsOne() {
        client(0, 5, 300).server(5, 10, 0).server(6, 11, 500).client(10, 15, 0);

        assertEquals(OptionalInt.of(1), RoundTrips.untilAnswer(timeline));
    }

    @Test
    void requestInTheSynIsOneThoughTheServerThinksForLong() {
        client(0, 5, 300).server(5, 10, 0).client(10, 15, 0).server(40, 45, 500);

        assertEquals(OptionalInt.of(1), RoundTrips.untilAnswer(timeline));
    }

    @Test
    void requestSentAgainAfterTheHandshakeIsTwo() {
        client(0, 5, 300).server(5, 10, 0).client(10, 15, 300).server(16, 21, 500);

        assertEquals(OptionalInt.of(2), RoundTrips.untilAnswer(timeline));
    }

    @Test
    void lostSynDoesNotCount() {
        lost(0, 300)
                .client(1000, 1005, 0)
                .server(1005, 1010, 0)
                .client(1010, 1015, 300)
                .server(1016, 1021, 500);

        assertEquals(OptionalInt.of(2), RoundTrips.untilAnswer(timeline));
    }

    @Test
    void serverThatSpeaksFirstNeedsTheHandshake() {
        client(0, 5, 0).server(5, 10, 0).client(10, 15, 0).server(15, 20, 40);

        assertEquals(OptionalInt.of(2), RoundTrips.untilAnswer(timeline));
    }

    @Test
    void acknowledgmentsBetweenTheSegmentsOfOneFlightDoNotCount() {
        client(0, 5, 0).server(5, 10, 0).client(10, 15, 1000);
        server(15, 20, 0)
                .client(11, 16, 1000)
                .server(16, 21, 0)
                .client(12, 17, 1000)
                .server(18, 23, 9);

        assertEquals(OptionalInt.of(2), RoundTrips.untilAnswer(timeline));
    }

    @Test
    void withoutAnAnswerThereIsNoCount() {
        client(0, 5, 0).server(5, 10, 0);

        assertEquals(OptionalInt.empty(), RoundTrips.untilAnswer(timeline));
    }

    @Test
    void anAnswerAfterAHandshakeOfTlsIsThree() {
        tlsOverTcp();

        assertEquals(OptionalInt.of(3), RoundTrips.untilLastAnswer(timeline));
        assertEquals(OptionalInt.of(2), RoundTrips.untilAnswer(timeline));
    }

    @Test
    void whatHasNotArrivedIsNoAnswerYet() {
        tlsOverTcp();
        add(Direction.TO_SERVER, 31, Optional.of(Duration.ofMillis(36)), 24);
        add(Direction.TO_CLIENT, 36, Optional.empty(), 90);

        assertEquals(OptionalInt.of(3), RoundTrips.untilLastAnswer(timeline));
    }

    private void tlsOverTcp() {
        client(0, 5, 0).server(5, 10, 0).client(10, 15, 300).server(15, 20, 900);
        client(20, 25, 80).client(20, 25, 100).server(25, 30, 500);
    }

    @Test
    void whatIsAnsweredUponTheSynLeavesBeforeMoreArrives() {
        client(0, 5, 400)
                .server(5, 10, 0)
                .server(6, 11, 300)
                .server(7, 12, 600)
                .client(10, 15, 0)
                .server(16, 21, 50)
                .client(16, 21, 70)
                .server(22, 27, 90);

        assertEquals(950, flow().answeredUponSyn());
    }

    @Test
    void whatIsSentAfterMoreCameIsNotAnsweredUponTheSyn() {
        client(0, 5, 400).server(5, 10, 0).client(10, 15, 400).server(15, 20, 900);

        assertEquals(0, flow().answeredUponSyn());
    }

    @Test
    void uponABareSynNothingIsAnswered() {
        client(0, 5, 0).server(5, 10, 40);

        assertEquals(0, flow().answeredUponSyn());
    }

    private Flow flow() {
        List<Passage> syn = new ArrayList<>(timeline);
        Segment first = timeline.get(0).segment();
        Segment marked = new Segment(1, 2, 0, 0, Frame.SYN, 0, first.payload(), first.options(), List.of());
        syn.set(
                0,
                new Passage(
                        Direction.TO_SERVER,
                        marked,
                        Duration.ZERO,
                        timeline.get(0).arrived(),
                        false));
        return new Flow(1, 2, syn);
    }

    private RoundTripsTest client(int sent, int arrived, int payload) {
        return add(Direction.TO_SERVER, sent, Optional.of(Duration.ofMillis(arrived)), payload);
    }

    private RoundTripsTest server(int sent, int arrived, int payload) {
        return add(Direction.TO_CLIENT, sent, Optional.of(Duration.ofMillis(arrived)), payload);
    }

    private RoundTripsTest lost(int sent, int payload) {
        return add(Direction.TO_SERVER, sent, Optional.empty(), payload);
    }

    private RoundTripsTest add(Direction direction, int sent, Optional<Duration> arrived, int payload) {
        Segment segment = new Segment(1, 2, 0, 0, 0x10, 0, payload, new TcpOptions(new byte[0]), List.of());
        timeline.add(new Passage(direction, segment, Duration.ofMillis(sent), arrived, arrived.isEmpty()));
        return this;
    }
}
