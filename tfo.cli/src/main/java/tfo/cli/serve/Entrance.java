package tfo.cli.serve;

import java.io.IOException;
import tfo.api.socket.FastOpenListener;
import tfo.api.socket.FastOpenSockets;
import tfo.api.socket.ListenRequest;

/**
 * Where connections come in.
 *
 * @param sockets whose listener it is
 * @param where the address
 * @param security what the connections are put into; the server closes it
 */
public record Entrance(FastOpenSockets sockets, ListenRequest where, Security security) {

    /** An entrance without TLS. */
    public static Entrance plain(FastOpenSockets sockets, ListenRequest where) {
        return new Entrance(sockets, where, Security.none());
    }

    FastOpenListener open() throws IOException {
        return sockets.listen(where);
    }
}
