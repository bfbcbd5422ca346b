package tfo.testkit.peer;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Greets with a line and waits for the other side to end. */
public final class SpeaksFirstPeer extends Peer {
    private final byte[] greeting;

    private SpeaksFirstPeer(InetSocketAddress local, String line) throws IOException {
        super(local);
        greeting = (line + "\n").getBytes(StandardCharsets.US_ASCII);
        open();
    }

    /** A peer on a port of this address that says this line first. */
    public static SpeaksFirstPeer saying(String line, InetAddress address) throws IOException {
        return new SpeaksFirstPeer(anyPort(address), line);
    }

    /** The same on this port. */
    public static SpeaksFirstPeer saying(String line, InetSocketAddress local) throws IOException {
        return new SpeaksFirstPeer(local, line);
    }

    @Override
    protected void serve(Socket connection) throws IOException {
        connection.getOutputStream().write(greeting);
        connection.getInputStream().transferTo(OutputStream.nullOutputStream());
    }
}
