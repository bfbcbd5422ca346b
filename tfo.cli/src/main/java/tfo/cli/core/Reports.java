package tfo.cli.core;

import java.util.Locale;
import tfo.api.socket.FastOpenReport;
import tfo.api.tls.FirstFlight;
import tfo.api.tls.HandshakeReport;

/** A {@link FastOpenReport} or a {@link HandshakeReport} for people and for programs. */
public final class Reports {
    // RFC 8446 section 4.6.1: max_early_data_size has 32 bits.
    private static final long UNBOUNDED = 0xFFFF_FFFFL;

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
                .put("reason", report.reason())
                .put("earlyDataReason", report.earlyDataReason())
                .put("firstFlight", json(report.firstFlight()))
                .put("connections", report.connections());
    }

    private static JsonObject json(FirstFlight flight) {
        return new JsonObject()
                .put("clientHello", flight.clientHello())
                .put("earlyData", flight.earlyData())
                .put("inSyn", flight.inSyn())
                .put("fit", flight.fit());
    }

    /** The report as a phrase, such as {@code TLSv1.3 resumed, TLS_AES_128_GCM_SHA256}. */
    public static String words(HandshakeReport report) {
        String how = report.resumed() ? " resumed, " : " in full, ";
        return report.version().standardName()
                + how
                + report.cipherSuite()
                + (report.reason().isEmpty() ? "" : " (" + report.reason() + ")")
                + early(report);
    }

    private static String early(HandshakeReport report) {
        return switch (report.earlyData()) {
            case NONE -> "";
            case ACCEPTED ->
                report.firstFlight().fit() == FirstFlight.Fit.FIT ? ", request in the SYN" : ", request early";
            case RESENT -> ", request after the handshake: " + report.earlyDataReason();
        };
    }

    /** How much early data a server promised to take, as a phrase. */
    public static String earlyData(long max) {
        if (max == 0) {
            return "no early data";
        }
        return max == UNBOUNDED ? "early data without bound" : max + " bytes of early data";
    }
}
