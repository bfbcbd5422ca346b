package tfo.cli.probe;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import tfo.api.socket.FastOpenReport.Outcome;
import tfo.cli.core.DurationText;
import tfo.cli.core.JsonObject;
import tfo.cli.core.Reports;

/**
 * What a server does with Fast Open.
 *
 * @param peer address and port
 * @param said what was sent first
 * @param plain a connection without Fast Open
 * @param first a connection that asked for a cookie, unless the kernel had one
 * @param second a connection with the cookie, if there is one now
 * @param tls what it does in TLS; empty if that was not asked for
 */
public record ProbeReport(
        String peer, String said, Contact plain, Contact first, Contact second, Optional<TlsProbeReport> tls) {

    /** The same with what the server does in TLS. */
    public ProbeReport with(TlsProbeReport found) {
        return new ProbeReport(peer, said, plain, first, second, Optional.of(found));
    }

    /** Whether the server took data out of a SYN. */
    public boolean takesData() {
        return second.fastOpen().acknowledged();
    }

    /** Whether the server handed out a cookie, now or before: with one, the second connection sent its data in the SYN. */
    public boolean grantsCookie() {
        return second.fastOpen().inSyn() > 0;
    }

    /** How many round trips each further connection saves. */
    public int savedRoundTrips() {
        return (takesData() ? 1 : 0) + tls.map(TlsProbeReport::savedRoundTrips).orElse(0);
    }

    private Duration rtt() {
        return plain.rtt();
    }

    /** The report as JSON. */
    public JsonObject json() {
        JsonObject json = new JsonObject()
                .put("peer", peer)
                .put("sent", said)
                .put("rtt", DurationText.millis(rtt()))
                .put("cookie", grantsCookie())
                .put("synDataAcknowledged", takesData())
                .put("savedRoundTrips", savedRoundTrips())
                .put("verdict", verdict())
                .put("plain", plain.json())
                .put("first", first.json())
                .put("second", second.json());
        tls.ifPresent(report -> json.put("tls", report.json()));
        return json;
    }

    /** The report as lines of text, the verdict first. */
    public String words() {
        return verdict() + "\n"
                + line("round trip", DurationText.words(rtt()))
                + line("cookie", cookieWords())
                + line("data in the SYN", said + ": " + Reports.words(second.fastOpen()))
                + line("without Fast Open", timing(plain))
                + line("with", timing(second))
                + tls.map(TlsProbeReport::words).orElse("");
    }

    static String line(String name, String value) {
        return String.format(Locale.ROOT, "  %-18s %s%n", name, value);
    }

    /** What the user wants to know, in one sentence. */
    public String verdict() {
        if (takesData()) {
            return peer + " takes data in the SYN: each further connection saves one round trip, here "
                    + DurationText.words(rtt()) + ".";
        }
        return switch (second.fastOpen().outcome()) {
            case COOKIE_REQUESTED -> peer + " grants no cookie: it does not offer Fast Open.";
            case NOT_ACKNOWLEDGED -> peer + " granted a cookie but did not take the data in the SYN.";
            case SYN_RETRANSMITTED ->
                "The SYN with data was lost on the way to " + peer + ": something between swallows Fast Open.";
            default ->
                "No data went into the SYN to " + peer + ": "
                        + second.fastOpen().reason() + ".";
        };
    }

    private String cookieWords() {
        if (!grantsCookie()) {
            return "none";
        }
        boolean known = first.fastOpen().outcome() != Outcome.COOKIE_REQUESTED;
        return known ? "was known already" : "granted at the first contact";
    }

    private static String timing(Contact contact) {
        String connected = "connected after " + DurationText.words(contact.connected());
        return contact.answered()
                .map(answer -> connected + ", first byte of the answer after " + DurationText.words(answer))
                .orElse(connected);
    }
}
