package tfo.tls.gnutls;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Passes connections on to a server, but so many of them, which it treats in another way. */
final class RudeRelay extends Passage {
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger rude = new AtomicInteger();
    private volatile Manner manner = Manner.SILENT;

    private RudeRelay(InetSocketAddress server, InetAddress at) throws IOException {
        super(server, at);
        open();
    }

    static RudeRelay to(InetSocketAddress server, InetAddress at) throws IOException {
        return new RudeRelay(server, at);
    }

    /** How it treats a client. */
    enum Manner {
        /** Takes what comes and says nothing. */
        SILENT,
        /** Says handshake_failure. */
        ALERT,
        /** Closes when something has come. */
        END,
        /** Resets when something has come. */
        RESET
    }

    /** The next so many connections are treated like this. */
    void treat(int next, Manner how) {
        manner = how;
        rude.set(next);
        connections.set(0);
    }

    @Override
    protected void serve(Socket client) throws IOException {
        connections.incrementAndGet();
        if (rude.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
            mistreat(client, manner);
        } else {
            pass(client, new byte[0]);
        }
    }

    private static void mistreat(Socket client, Manner how) throws IOException {
        InputStream in = client.getInputStream();
        int first = in.read();
        switch (how) {
            case SILENT -> in.transferTo(OutputStream.nullOutputStream());
            case ALERT -> {
                in.readNBytes(in.available());
                client.getOutputStream().write(new byte[] {21, 3, 3, 0, 2, 2, 40});
                in.transferTo(OutputStream.nullOutputStream());
            }
            case END -> {
                in.readNBytes(in.available());
                client.close();
            }
            case RESET -> {
                client.setSoLinger(true, 0);
                client.close();
            }
        }
        if (first < 0) {
            throw new IOException("nothing came");
        }
    }

    /** How many came since the last {@link #treat}; of the last of them it may hear a little later than who made it. */
    int connections() {
        return connections.get();
    }

    /** Asserts that so many have come and no more, as soon as they are heard of. */
    void assertConnections(int expected) {
        long end = System.nanoTime() + Visit.PATIENCE.toNanos();
        while (connections() < expected && System.nanoTime() < end) {
            LockSupport.parkNanos(1_000_000);
        }
        assertEquals(expected, connections());
    }
}
