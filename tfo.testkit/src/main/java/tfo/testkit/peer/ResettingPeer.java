package tfo.testkit.peer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/** Reads some bytes and then resets the connection. */
public final class ResettingPeer extends Peer {
    private final int bytes;

    private ResettingPeer(InetSocketAddress local, int bytes) throws IOException {
        super(local);
        this.bytes = bytes;
        open();
    }

    /** A peer on a port of this address that resets each connection once it has read so many bytes from it. */
    public static ResettingPeer after(int bytes, InetAddress address) throws IOException {
        return new ResettingPeer(anyPort(address), bytes);
    }

    @Override
    protected void serve(Socket connection) throws IOException {
        connection.getInputStream().readNBytes(bytes);
        // Closing with a linger of zero sends a RST, see socket(7).
        connection.setSoLinger(true, 0);
    }
}
