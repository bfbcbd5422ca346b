package tfo.cli.core;

import java.util.Locale;
import tfo.api.socket.FastOpenReport;
import tfo.api.tls.HandshakeReport;

/** A {@link FastOpenReport} or a {@link HandshakeReport} for people and for programs. */
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

    /** The report as JSON. */
    public static JsonObject json(HandshakeReport report) {
        return new JsonObject()
                .put("version", report.version().standardName())
                .put("suite", report.cipherSuite())
                .put("group", report.group())
                .put("alpn", report.alpn())
                .put("resumed", report.resumed())
                .put("earlyData", report.earlyData())
                .put("reason", report.reason());
    }

    /** The report as a phrase, such as {@code TLSv1.3 resumed, TLS_AES_128_GCM_SHA256}. */
    public static String words(HandshakeReport report) {
        String how = report.resumed() ? " resumed, " : " in full, ";
        return report.version().standardName()
                + how
                + report.cipherSuite()
                + (report.reason().isEmpty() ? "" : " (" + report.reason() + ")");
    }
}
