package tfo.cli.probe;

import java.util.Optional;
import java.util.OptionalInt;
import tfo.api.tls.HandshakeReport;
import tfo.api.tls.TlsVersion;
import tfo.cli.core.JsonObject;
import tfo.cli.core.Reports;

/**
 * What a server does in TLS.
 *
 * @param full the first handshake
 * @param tickets how many sessions it gave; empty if the provider does not show them
 * @param newest what it promised with the last of them
 * @param again the handshake that offered it; empty if there was nothing to offer
 */
public record TlsProbeReport(
        HandshakeReport full, OptionalInt tickets, Optional<Ticket> newest, Optional<HandshakeReport> again) {

    /** Whether the server takes up its sessions. */
    public boolean resumes() {
        return again.map(HandshakeReport::resumed).orElse(false);
    }

    /**
     * How many round trips a resumed handshake takes less than a full one: one in TLS 1.2, RFC 5246 section 7.3; in TLS 1.3 both
     * take one, which early data saves where it is taken.
     */
    public int savedRoundTrips() {
        return (resumes() && full.version() == TlsVersion.TLS_1_2) || takesEarlyData() ? 1 : 0;
    }

    /** Whether the server took early data. */
    public boolean takesEarlyData() {
        return again.map(report -> report.earlyData() == HandshakeReport.EarlyData.ACCEPTED)
                .orElse(false);
    }

    /** Whether early data could save one more. */
    public boolean promisesEarlyData() {
        return resumes() && newest.map(ticket -> ticket.maxEarlyData() > 0).orElse(false);
    }

    JsonObject json() {
        return new JsonObject()
                .put("handshake", Reports.json(full))
                .put("tickets", tickets.isPresent() ? tickets.getAsInt() : null)
                .put(
                        "lifetimeSeconds",
                        newest.map(ticket -> ticket.lifetime().toSeconds()).orElse(null))
                .put("maxEarlyData", newest.map(Ticket::maxEarlyData).orElse(null))
                .put("resumes", resumes())
                .put("reason", again.map(HandshakeReport::reason).orElse("the server gave no session"))
                .put("takesEarlyData", takesEarlyData())
                .put("savedRoundTrips", savedRoundTrips())
                .put("again", again.map(Reports::json).orElse(null));
    }

    String words() {
        return ProbeReport.line("TLS", full.version().standardName() + ", " + full.cipherSuite() + group())
                + ProbeReport.line("protocol", full.alpn().isEmpty() ? "none agreed on" : full.alpn())
                + ProbeReport.line(
                        "tickets",
                        newest.map(this::promise).orElse(tickets.isPresent() ? "none" : "not shown by this provider"))
                + ProbeReport.line("resumption", resumption());
    }

    private String group() {
        return full.group().isEmpty() ? "" : ", " + full.group();
    }

    private String promise(Ticket ticket) {
        return tickets.orElse(0) + ", good for " + ticket.lifetime().toSeconds() + " s, " + ticket.earlyData();
    }

    private String resumption() {
        if (!resumes()) {
            return "no: " + again.map(HandshakeReport::reason).orElse("the server gave no session");
        }
        if (takesEarlyData()) {
            return "yes, and early data saves one round trip";
        }
        String saved = savedRoundTrips() == 0 ? "yes, it saves the certificates" : "yes, it saves one round trip";
        return promisesEarlyData() ? saved + early() : saved;
    }

    private String early() {
        String why = again.map(HandshakeReport::earlyDataReason).orElse("");
        return why.isEmpty()
                ? "; early data would save one round trip (not tried: the server agreed on no HTTP/1.1)"
                : "; early data was not taken: " + why;
    }
}
