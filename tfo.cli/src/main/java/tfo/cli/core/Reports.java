package tfo.cli.core;

import java.util.Locale;
import tfo.api.socket.FastOpenReport;

/** A {@link FastOpenReport} for people and for programs. */
public final class Reports {
    private Reports() {}

    /** The report as JSON. */
    public static JsonObject json(FastOpenReport report) {
        return new JsonObject()
                .put("outcome", report.outcome())
                .put("reason", report.reason())
                .put("offered", report.offered())
                .put("inSyn", report.inSyn());
    }

    /** The report as a phrase, such as {@code 94 of 94 bytes taken out of the SYN}. */
    public static String words(FastOpenReport report) {
        if (report.acknowledged()) {
            return report.inSyn() + " of " + report.offered() + " bytes taken out of the SYN";
        }
        boolean explained = !report.reason().isEmpty();
        return explained
                ? report.reason()
                : report.outcome().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
