package tfo.cli.doctor;

import java.io.IOException;
import tfo.api.socket.FastOpenReport;
import tfo.api.socket.FastOpenReport.Outcome;
import tfo.cli.core.Failure;
import tfo.cli.core.JsonObject;
import tfo.cli.core.Reports;

/**
 * What came of a self-test.
 *
 * @param works the second connection's bytes were taken out of the SYN, by the account of both ends, and came back intact
 * @param words what happened
 * @param tried whether the second connection's SYN had data or asked for a cookie, as far as that is known
 */
public record SelfTestReport(boolean works, String words, boolean tried) {

    /** A test that went as far as its SYN. */
    public SelfTestReport(boolean works, String words) {
        this(works, words, true);
    }

    static SelfTestReport of(FastOpenReport client, FastOpenReport server, boolean intact) {
        if (!intact) {
            return new SelfTestReport(false, "the bytes did not come back as they were sent");
        }
        if (!client.acknowledged()) {
            return new SelfTestReport(false, Reports.words(client), client.outcome() != Outcome.NOT_TRIED);
        }
        if (!server.acknowledged()) {
            return new SelfTestReport(false, "the listener's side saw no data in the SYN: " + Reports.words(server));
        }
        return new SelfTestReport(true, Reports.words(client) + ", by the kernel's account on both ends");
    }

    static SelfTestReport broken(IOException cause) {
        return new SelfTestReport(false, Failure.words(cause));
    }

    JsonObject json() {
        return new JsonObject().put("works", works).put("words", words);
    }
}
