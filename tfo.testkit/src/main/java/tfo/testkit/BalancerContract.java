package tfo.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tfo.api.socket.ConnectRequest;
import tfo.api.socket.FastOpenConnection;
import tfo.api.socket.FastOpenKeyRing;
import tfo.api.socket.FastOpenListener;
import tfo.api.socket.ListenRequest;
import tfo.lab.Flow;
import tfo.lab.PacketLog;
import tfo.lab.Segment;
import tfo.testkit.peer.Addresses;

/** What hosts with the same keys cannot do for each other: a cookie is for the address that the server sees, too. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class BalancerContract extends ProviderContract {
    private static final int COOKIE = 8, FLIGHT = 5;

    @Test
    void theSameKeysBehindAnotherAddressMakeOtherCookies() throws IOException {
        try (FastOpenKeyRing ring = FastOpenKeyRing.of(new byte[FastOpenKeyRing.SECRET_LENGTH], Duration.ofDays(1));
                FastOpenListener one = listener(ring);
                FastOpenListener other = listener(ring);
                Balancer balancer = Balancer.at(new InetSocketAddress(Addresses.fresh(), 80));
                PacketLog log = PacketLog.loopback()) {
            balancer.sendTo(one.localAddress());
            assertFalse(taken(0, balancer, one, log));
            assertEquals(fastOpen(), taken(COOKIE, balancer, one, log));

            balancer.sendTo(other.localAddress());
            assertFalse(taken(COOKIE, balancer, other, log));
            // Its own cookie came with the refusal.
            assertEquals(fastOpen(), taken(COOKIE, balancer, other, log));

            balancer.sendTo(one.localAddress());
            assertFalse(taken(COOKIE, balancer, one, log));
        }
    }

    private FastOpenListener listener(FastOpenKeyRing ring) throws IOException {
        FastOpenListener listener = sockets().listen(ListenRequest.on(new InetSocketAddress(Addresses.fresh(), 0)));
        assertEquals(fastOpen(), ring.serve(listener).usable());
        return listener;
    }

    /**
     * Whether this host took the data out of the SYN of a client that came to it by way of the balancer with a cookie of this length. The
     * bytes arrive in any case.
     */
    private boolean taken(int cookie, Balancer balancer, FastOpenListener host, PacketLog log) throws IOException {
        ConnectRequest request = ConnectRequest.to(balancer.front()).firstFlight(ByteBuffer.wrap(new byte[FLIGHT]));
        try (FastOpenConnection connection = sockets().connect(request);
                FastOpenConnection accepted = host.accept(Duration.ofSeconds(20))) {
            receive(accepted);
            int client = ((InetSocketAddress) connection.channel().getLocalAddress()).getPort();
            // What goes there has the host's address already, and what comes back the balancer's again.
            Segment syn = flow(log, client, host.localAddress()).syns().get(0);
            Segment synAck = flow(log, client, balancer.front()).synAcks().get(0);

            assertEquals(fastOpen() ? OptionalInt.of(cookie) : OptionalInt.empty(), syn.cookie(), log::dump);
            assertEquals(fastOpen() && cookie > 0 ? FLIGHT : 0, syn.payload(), log::dump);
            return synAck.acknowledgment() - syn.sequence() - 1 == FLIGHT;
        }
    }

    private static Flow flow(PacketLog log, int client, InetSocketAddress server) {
        List<Flow> flows = log.flowsTo(server.getPort()).stream()
                .filter(flow -> flow.clientPort() == client)
                .toList();
        assertEquals(1, flows.size(), log::dump);
        return flows.get(0);
    }

    private static void receive(FastOpenConnection accepted) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(FLIGHT);
        while (buffer.hasRemaining()) {
            assertTrue(accepted.channel().read(buffer) > 0, "the stream ended");
        }
    }
}
