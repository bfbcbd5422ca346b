package tfo.testkit.tls;

import java.nio.ByteBuffer;
import java.util.stream.Stream;
import tfo.api.tls.HandshakeReport;
import tfo.api.tls.TlsDial;

/** Those that are wrong about what is to be said first. */
final class EarlyDataMutants {
    private EarlyDataMutants() {}

    static Stream<TlsMutant> all() {
        return Stream.of(
                new TlsMutant(
                        "forgets what is to be said first",
                        "whatIsSaidFirstArrivesFirstAndOnce",
                        "TlsDial.earlyData",
                        TlsMutants.unchanged()),
                new TlsMutant(
                        "says it twice",
                        "whatIsSaidFirstArrivesFirstAndOnce",
                        "TlsDial.earlyData",
                        (real, arguments) -> ((TlsDial) real).earlyData(twice((ByteBuffer) arguments[0]))),
                new TlsMutant(
                        "forgets what is not replayable",
                        "whatIsNotReplayableFollowsTheHandshake",
                        "TlsDial.request",
                        TlsMutants.unchanged()),
                TlsMutants.report(
                        "does not say what became of early data",
                        "whatIsSaidFirstArrivesFirstAndOnce",
                        real -> new HandshakeReport(
                                real.version(),
                                real.cipherSuite(),
                                real.group(),
                                real.alpn(),
                                real.serverName(),
                                real.resumed(),
                                HandshakeReport.EarlyData.NONE,
                                real.reason(),
                                real.peer())));
    }

    private static ByteBuffer twice(ByteBuffer bytes) {
        ByteBuffer both = ByteBuffer.allocate(2 * bytes.remaining());
        return both.put(bytes.duplicate()).put(bytes.duplicate()).flip();
    }
}
