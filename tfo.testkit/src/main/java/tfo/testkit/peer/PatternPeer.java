package tfo.testkit.peer;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Reads connections that repeat one byte each, and remembers those that carried another one too. */
public final class PatternPeer extends Peer {
    private final List<String> mixed = new CopyOnWriteArrayList<>();

    private PatternPeer(InetSocketAddress local) throws IOException {
        super(local);
        open();
    }

    /** A peer on a port of this address. */
    public static PatternPeer on(InetAddress address) throws IOException {
        return new PatternPeer(anyPort(address));
    }

    @Override
    protected void serve(Socket connection) throws IOException {
        InputStream in = connection.getInputStream();
        int pattern = in.read();
        byte[] part = new byte[4096];
        for (int n = in.read(part); n >= 0; n = in.read(part)) {
            check(part, n, pattern);
        }
    }

    private void check(byte[] part, int length, int pattern) {
        for (int i = 0; i < length; i++) {
            if (part[i] != pattern) {
                mixed.add("a " + part[i] + " in the connection of " + pattern);
                return;
            }
        }
    }

    /** What was found where it did not belong. */
    public List<String> mixed() {
        return List.copyOf(mixed);
    }
}
