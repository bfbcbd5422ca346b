package tfo.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tfo.api.socket.FastOpenSockets;

/** A check that cannot fail is none. */
@Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ForeignDescriptorsTest {
    private final FastOpenSockets linux = Providers.linux();

    private static void fetchCookie(FastOpenSockets sockets, InetSocketAddress remote) throws Exception {
        new Exchange(Way.connect(sockets), remote, ByteBuffer.allocate(1)).require();
    }

    @Test
    void untouchedOnesAreNotCounted() throws Exception {
        try (EchoPeer peer = EchoPeer.onLoopback();
                ForeignDescriptors foreign = ForeignDescriptors.open(8)) {
            fetchCookie(linux, peer.address());

            assertEquals(8, foreign.count());
            assertEquals(0, foreign.touched(peer.address()));
        }
    }

    @Test
    void bytesOnAConnectedOneAreNoticed() throws Exception {
        try (EchoPeer peer = EchoPeer.onLoopback();
                ForeignDescriptors foreign = ForeignDescriptors.open(8)) {
            fetchCookie(linux, peer.address());
            foreign.connected().get(0).write(ByteBuffer.wrap(new byte[] {1}));

            assertEquals(1, foreign.touched(peer.address()));
        }
    }

    @Test
    void theOptionOnAFreshOneIsNoticed() throws Exception {
        try (EchoPeer peer = EchoPeer.onLoopback();
                ForeignDescriptors foreign = ForeignDescriptors.open(8)) {
            fetchCookie(linux, peer.address());
            linux.arm(foreign.fresh().get(1));

            assertEquals(1, foreign.touched(peer.address()));
        }
    }
}
