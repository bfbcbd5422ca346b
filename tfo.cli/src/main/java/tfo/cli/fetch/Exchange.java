package tfo.cli.fetch;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import tfo.api.socket.FastOpenConnection;
import tfo.api.socket.FastOpenReport;
import tfo.api.tls.HandshakeReport;
import tfo.cli.core.HostPort;
import tfo.cli.http.DeadlineInput;

/** A connection that has taken a request and will bring the answer. For one thread. */
interface Exchange extends Closeable {

    /** The answer, which is to come within this limit. */
    DeadlineInput answer(Duration limit) throws IOException;

    /** The address that the request went to. */
    default InetSocketAddress remote() throws IOException {
        return (InetSocketAddress) socket().channel().getRemoteAddress();
    }

    /** The connection that the bytes travel on. */
    FastOpenConnection socket();

    /** How the first flight travelled. */
    default FastOpenReport fastOpen() {
        return socket().report();
    }

    /** What TLS agreed on; empty without it. */
    Optional<HandshakeReport> handshake();

    /** Whether the request was taken as early data. */
    default boolean early() {
        return handshake()
                .map(report -> report.earlyData() == HandshakeReport.EarlyData.ACCEPTED)
                .orElse(false);
    }

    /** The address in words. */
    default String peer() throws IOException {
        return new HostPort(remote().getAddress().getHostAddress(), remote().getPort()).toString();
    }
}
