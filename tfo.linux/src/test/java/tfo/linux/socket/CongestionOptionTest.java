package tfo.linux.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tfo.api.tcp.CongestionInfo;

class CongestionOptionTest {
    private final ByteBuffer info = ByteBuffer.allocate(20)
            .putInt(0, 1_250_000)
            .putInt(8, 20_000)
            .putInt(12, 512)
            .putInt(16, 128);

    @ParameterizedTest
    @ValueSource(strings = {"bbr", "bbr2", "bbr3", "bbrplus"})
    void bbrAndItsLaterVersionsAreReadAlike(String algorithm) {
        assertEquals(
                new CongestionInfo.Bbr(algorithm, 1_250_000, Optional.of(Duration.ofMillis(20)), 2, 0.5),
                CongestionOption.read(algorithm, info, 20));
    }

    @ParameterizedTest
    @ValueSource(strings = {"vegas", "westwood", "yeah", "illinois", "nv", "cdg"})
    void thoseThatTellWhatVegasTellsAreReadAsVegas(String algorithm) {
        info.putInt(0, 1).putInt(4, 7).putInt(8, 3_000).putInt(12, 2_000);

        assertEquals(
                new CongestionInfo.Vegas(
                        algorithm, true, 7, Optional.of(Duration.ofMillis(3)), Optional.of(Duration.ofMillis(2))),
                CongestionOption.read(algorithm, info, 16));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MAX_VALUE})
    void whatIsNotMeasuredIsNoRoundTrip(int nothing) {
        info.putInt(8, nothing).putInt(12, nothing);

        assertEquals(Optional.empty(), ((CongestionInfo.Bbr) CongestionOption.read("bbr", info, 20)).minRtt());
        assertEquals(
                new CongestionInfo.Vegas("vegas", true, 0, Optional.empty(), Optional.empty()),
                CongestionOption.read("vegas", info, 16));
    }

    @ParameterizedTest
    @ValueSource(strings = {"cubic", "prague", "dctcp2", "b", "nosuch"})
    void whatAnUnknownOneTellsIsNotTakenForAnything(String algorithm) {
        assertEquals(new CongestionInfo.Silent(algorithm), CongestionOption.read(algorithm, info, 20));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bbr", "bbr2", "vegas", "dctcp"})
    void lessThanAKernelShouldTellIsNothing(String algorithm) {
        assertEquals(new CongestionInfo.Silent(algorithm), CongestionOption.read(algorithm, info, 0));
        assertEquals(new CongestionInfo.Silent(algorithm), CongestionOption.read(algorithm, info, 15));
    }
}
