package examples.dnsovertls;

import java.io.IOException;
import java.time.Duration;
import tfo.api.socket.FastOpenConnection;
import tfo.api.socket.FastOpenReport;
import tfo.api.tcp.TcpInfo;
import tfo.api.tls.HandshakeReport;
import tfo.api.tls.TlsConnection;

/**
 * What became of a connection's first flight.
 *
 * @param handshake of TLS
 * @param fastOpen of TCP
 * @param roundTrip as the kernel measured it; zero where it does not tell
 */
public record Contact(HandshakeReport handshake, FastOpenReport fastOpen, Duration roundTrip) {

    static Contact of(TlsConnection connection) throws IOException {
        FastOpenConnection tcp = connection.underneath().orElseThrow();
        return new Contact(
                connection.handshake(),
                tcp.report(),
                tcp.tcpInfo().flatMap(TcpInfo::rtt).orElse(Duration.ZERO));
    }
}
