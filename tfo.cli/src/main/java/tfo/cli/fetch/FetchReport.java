package tfo.cli.fetch;

import java.util.Locale;
import java.util.Optional;
import tfo.api.socket.FastOpenReport;
import tfo.api.tls.HandshakeReport;
import tfo.cli.core.JsonObject;
import tfo.cli.core.Reports;

/**
 * How a request went.
 *
 * @param status of the response
 * @param millis from the start of connect to the first byte of the answer
 * @param bytes of the body
 * @param peer the address that answered
 * @param provider whose sockets did it
 * @param fastOpen how the request, or the ClientHello, travelled
 * @param handshake what TLS agreed on; empty without it
 * @param askedAgain whether early data was answered by 425 (Too Early), and this is the answer to a second request
 * @param tcp what the kernel knew of the connection; empty if it was not to be asked
 */
public record FetchReport(
        int status,
        double millis,
        long bytes,
        String peer,
        String provider,
        FastOpenReport fastOpen,
        Optional<HandshakeReport> handshake,
        boolean askedAgain,
        Optional<TcpReport> tcp) {

    /** The report as JSON. */
    public JsonObject json() {
        JsonObject json = new JsonObject()
                .put("status", status)
                .put("ms", millis)
                .put("bytes", bytes)
                .put("peer", peer)
                .put("provider", provider)
                .put("fastOpen", Reports.json(fastOpen));
        if (askedAgain) {
            json.put("askedAgain", true);
        }
        handshake.ifPresent(report -> json.put("handshake", Reports.json(report)));
        tcp.ifPresent(report -> json.put("tcpInfo", report.json()));
        return json;
    }

    /** The report as a line, and what the kernel knew as some more. */
    public String words() {
        return line()
                + tcp.map(report -> System.lineSeparator() + report.words()).orElse("");
    }

    private String line() {
        return String.format(
                Locale.ROOT,
                "%d from %s, %d bytes, first byte after %.1f ms; %s: %s (%s)%s",
                status,
                peer,
                bytes,
                millis,
                handshake.isPresent() ? "ClientHello" : "request",
                Reports.words(fastOpen),
                provider,
                handshake.map(report -> "; " + Reports.words(report)).orElse(""));
    }
}
