package tfo.lab;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;

/** ICMP echoes. The JDK sends them itself where the process may open a raw socket, as root of a namespace may. */
final class Ping {
    private Ping() {}

    static Calibration measure(InetAddress peer, int rounds, Duration timeout) throws IOException {
        once(peer, timeout);
        long[] nanos = new long[rounds];
        for (int i = 0; i < rounds; i++) {
            nanos[i] = once(peer, timeout);
        }
        return Calibration.of(nanos);
    }

    private static long once(InetAddress peer, Duration timeout) throws IOException {
        long start = System.nanoTime();
        if (!peer.isReachable((int) timeout.toMillis())) {
            throw new IOException("no echo from " + peer.getHostAddress() + " within " + timeout.toMillis() + " ms");
        }
        return System.nanoTime() - start;
    }
}
