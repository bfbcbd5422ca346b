package tfo.cli.probe;

import java.time.Duration;
import java.util.Optional;
import tfo.api.socket.FastOpenReport;
import tfo.cli.core.DurationText;
import tfo.cli.core.JsonObject;
import tfo.cli.core.Reports;

/**
 * One connection of a probe.
 *
 * @param fastOpen how its first flight fared
 * @param connected from the start of connect until the connection stood
 * @param rtt the kernel's smallest measured round-trip time; else {@code connected}, which is one round trip
 * @param answered from the start of connect to the first byte of an answer; empty if none came
 */
record Contact(FastOpenReport fastOpen, Duration connected, Duration rtt, Optional<Duration> answered) {

    JsonObject json() {
        return new JsonObject()
                .put("fastOpen", Reports.json(fastOpen))
                .put("connectMs", DurationText.millis(connected))
                .put("answerMs", answered.map(DurationText::millis).orElse(null));
    }
}
