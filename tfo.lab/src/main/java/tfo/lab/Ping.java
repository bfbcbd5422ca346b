package tfo.lab;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import tfo.lab.kernel.PacketRing;
import tfo.lab.kernel.PacketSocket;
import tfo.lab.wire.Frame;

/**
 * ICMP echoes, timed by the kernel's stamps on the request that leaves and the reply that comes, as ping(8) does: how long a
 * program takes to wake up is not the line's.
 */
final class Ping {
    private static final int ECHO_REPLY = 0;
    private static final int ECHO_REQUEST = 8;

    private final PacketRing ring;
    private final InetAddress peer;
    private final Duration timeout;
    private final Frame frame = new Frame();

    private Ping(PacketRing ring, InetAddress peer, Duration timeout) {
        this.ring = ring;
        this.peer = peer;
        this.timeout = timeout;
    }

    static Calibration measure(NetworkLab lab, int rounds) throws IOException {
        try (PacketSocket socket = PacketSocket.log(lab.interfaceName())) {
            Ping ping = new Ping(socket.ring(), lab.peer(), lab.rtt().plusSeconds(2));
            ping.once();
            long[] nanos = new long[rounds];
            for (int i = 0; i < rounds; i++) {
                nanos[i] = ping.once();
            }
            return Calibration.of(nanos);
        }
    }

    // The JDK sends real echoes where the process may open a raw socket, and root of a namespace may.
    private long once() throws IOException {
        if (!peer.isReachable((int) timeout.toMillis())) {
            throw new IOException("no echo from " + peer.getHostAddress() + " within " + timeout.toMillis() + " ms");
        }
        long requested = 0;
        long replied = 0;
        for (; ring.hasFrame(); ring.release()) {
            frame.read(ring.frames(), ring.frameOffset(), ring.captured(), ring.length());
            if (ring.outgoing() && frame.icmpType() == ECHO_REQUEST) {
                requested = ring.time();
            } else if (!ring.outgoing() && frame.icmpType() == ECHO_REPLY) {
                replied = ring.time();
            }
        }
        return replied - requested;
    }
}
