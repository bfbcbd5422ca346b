package tfo.testkit.peer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/** Sends back what it gets, until the end of it. */
public final class EchoPeer extends Peer {
    private EchoPeer(InetSocketAddress local) throws IOException {
        super(local);
        open();
    }

    /** An echo on a port of this address. */
    public static EchoPeer on(InetAddress address) throws IOException {
        return new EchoPeer(anyPort(address));
    }

    /** An echo on this port. */
    public static EchoPeer on(InetSocketAddress local) throws IOException {
        return new EchoPeer(local);
    }

    @Override
    protected void serve(Socket connection) throws IOException {
        connection.setTcpNoDelay(true);
        connection.getInputStream().transferTo(connection.getOutputStream());
    }
}
