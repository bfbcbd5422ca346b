package tfo.cli.serve;

import java.io.IOException;
import java.net.InetSocketAddress;
import tfo.api.socket.FastOpenConnection;
import tfo.api.socket.FastOpenReport;
import tfo.cli.core.HostPort;

/**
 * Who connected, known before anything is said.
 *
 * @param peer address and port
 * @param fastOpen whether data came with its SYN
 */
record Caller(String peer, FastOpenReport fastOpen) {

    static Caller of(FastOpenConnection connection) throws IOException {
        InetSocketAddress remote = (InetSocketAddress) connection.channel().getRemoteAddress();
        String peer = new HostPort(remote.getAddress().getHostAddress(), remote.getPort()).toString();
        return new Caller(peer, connection.report());
    }
}
