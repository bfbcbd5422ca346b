package tfo.tls.gnutls;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import tfo.testkit.peer.Peer;

/** A path to a server on which something may happen to connections. */
abstract class Passage extends Peer {
    private final InetSocketAddress server;
    private final Set<Socket> onward = ConcurrentHashMap.newKeySet();

    Passage(InetSocketAddress server, InetAddress at) throws IOException {
        super(anyPort(at));
        this.server = server;
    }

    /** Passes the connection on, after what it began with, until both ends have ended it. */
    final void pass(Socket client, byte[] first) throws IOException {
        try (Socket behind = new Socket(server.getAddress(), server.getPort())) {
            onward.add(behind);
            behind.setTcpNoDelay(true);
            behind.getOutputStream().write(first);
            Thread there = Door.daemon(() -> copy(client, behind));
            there.start();
            copy(behind, client);
            there.join();
        } catch (InterruptedException e) {
            throw new InterruptedIOException();
        }
    }

    private static void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException e) {
            // One of them is gone, and the test knows.
        }
    }

    @Override
    public void close() {
        super.close();
        try {
            for (Socket behind : onward) {
                behind.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
