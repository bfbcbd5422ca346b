package tfo.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkLabTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 10, 50, 100})
    void medianRoundTripIsWhatWasAskedFor(int millis) throws IOException {
        try (NetworkLab lab = NetworkLab.open(Duration.ofMillis(millis))) {
            // What else the machine does can only add to a round trip: the best of a few calibrations is the line's.
            double best = Double.MAX_VALUE;
            for (int i = 0; i < 5 && best > millis + 0.5; i++) {
                best = Math.min(best, lab.calibrate().p50());
            }

            assertEquals(millis, best, 0.5);
        }
    }

    @Test
    void plainTcpNeedsTwoRoundTrips() throws IOException {
        try (NetworkLab lab = NetworkLab.open(Duration.ofMillis(10));
                PacketLog log = lab.packetLog();
                EchoServer server = EchoServer.on(lab.server())) {
            int port = server.ask(lab.peer(), "hello");

            Flow flow = log.flow(port);
            assertEquals(2, flow.roundTrips().orElseThrow(), flow::toString);
            assertEquals(0, flow.synPayload());
            assertEquals(0, log.missed());
        }
    }
}
