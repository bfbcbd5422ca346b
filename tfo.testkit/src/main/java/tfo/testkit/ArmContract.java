package tfo.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.AlreadyConnectedException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ConnectionPendingException;
import java.nio.channels.SocketChannel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tfo.api.Availability;
import tfo.lab.PacketLog;
import tfo.testkit.peer.Addresses;
import tfo.testkit.peer.FullBacklog;
import tfo.testkit.peer.Payload;
import tfo.testkit.peer.SinkPeer;

/** Arming a channel that the caller opened. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class ArmContract extends ProviderContract {

    @Test
    void theFirstWriteOfAnArmedChannelLeavesInTheSyn() throws Exception {
        try (PacketLog log = PacketLog.loopback();
                SinkPeer peer = SinkPeer.on(address(Contact.KNOWN))) {
            int port;
            try (SocketChannel channel = SocketChannel.open()) {
                Availability armed = sockets().arm(channel);
                assertEquals(fastOpen(), armed.usable(), armed::reason);
                assertEquals(armed.usable(), armed.reason().isEmpty());

                channel.connect(peer.address());
                channel.write(DiallerContract.flight());
                port = ((InetSocketAddress) channel.getLocalAddress()).getPort();
            }

            assertEquals(fastOpen() ? DiallerContract.FLIGHT : 0, log.flow(port).synPayload());
            assertEquals(Payload.of(Payload.bytes(DiallerContract.FLIGHT, 1)), peer.received());
        }
    }

    @Test
    void whereItCannotBeArmedTheChannelIsUsableAllTheSame() throws Exception {
        PrivateNetwork.withFastOpen(0x402, () -> {
            try (SinkPeer peer = SinkPeer.on(Addresses.fresh());
                    SocketChannel channel = SocketChannel.open()) {
                Availability armed = sockets().arm(channel);

                assertFalse(armed.usable());
                assertNotEquals("", armed.reason());
                assertTrue(channel.connect(peer.address()));
            }
        });
    }

    @Test
    void aChannelThatIsClosedConnectedOrBeingConnectedCannotBeArmed() throws IOException {
        try (SinkPeer peer = SinkPeer.on(Addresses.fresh());
                FullBacklog hole = FullBacklog.on(Addresses.fresh());
                SocketChannel connected = SocketChannel.open(peer.address());
                SocketChannel pending = SocketChannel.open()) {
            SocketChannel closed = SocketChannel.open();
            closed.close();
            pending.configureBlocking(false);
            pending.connect(hole.address());

            assertThrows(ClosedChannelException.class, () -> sockets().arm(closed));
            assertThrows(AlreadyConnectedException.class, () -> sockets().arm(connected));
            assertThrows(ConnectionPendingException.class, () -> sockets().arm(pending));
        }
    }
}
