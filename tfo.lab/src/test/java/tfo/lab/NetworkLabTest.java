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
            Calibration calibration = lab.calibrate();

            System.out.println(millis + " ms: " + calibration);
            assertEquals(millis, calibration.p50(), 0.5, calibration::toString);
        }
    }

    @Test
    void plainTcpNeedsTwoRoundTrips() throws IOException {
        try (NetworkLab lab = NetworkLab.open(Duration.ofMillis(10));
                PacketLog log = lab.packetLog();
                EchoServer server = EchoServer.on(lab.server())) {
            int port = server.ask(lab.peer(), "hello");

            Flow flow = log.flow(port);
            System.out.println(flow);
            assertEquals(2, flow.roundTrips().orElseThrow(), flow::toString);
            assertEquals(0, flow.synPayload());
            assertEquals(0, log.missed());
        }
    }
}
