package tfo.cli.probe;

import java.time.Duration;
import tfo.api.tls.SessionData;
import tfo.cli.core.Reports;

/**
 * What a server promised with a session.
 *
 * @param lifetime how long it will know it
 * @param maxEarlyData how many bytes of early data it will take
 */
record Ticket(Duration lifetime, long maxEarlyData) {

    static Ticket of(SessionData session) {
        return new Ticket(Duration.between(session.issued(), session.expires()), session.maxEarlyData());
    }

    String earlyData() {
        return Reports.earlyData(maxEarlyData);
    }
}
