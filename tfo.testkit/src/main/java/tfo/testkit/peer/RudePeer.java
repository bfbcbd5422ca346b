package tfo.testkit.peer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Answers as soon as it has read one byte, and closes though there is more to read: a RST follows the answer. */
public final class RudePeer extends Peer {
    private final byte[] answer;

    private RudePeer(InetSocketAddress local, String answer) throws IOException {
        super(local);
        this.answer = answer.getBytes(StandardCharsets.US_ASCII);
        open();
    }

    /** A peer on a port of this address with this answer. */
    public static RudePeer answering(String answer, InetAddress address) throws IOException {
        return new RudePeer(anyPort(address), answer);
    }

    @Override
    protected void serve(Socket connection) throws IOException {
        connection.getInputStream().read();
        connection.getOutputStream().write(answer);
    }
}
