package tfo.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.jna.Function;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tfo.api.socket.ConnectRequest;
import tfo.api.socket.FastOpenSockets;
import tfo.api.tcp.TcpOptions;
import tfo.lab.NetworkLab;

/**
 * SO_BUSY_POLL has an effect on sockets whose packets come out of a device's NAPI queue. Loopback has none; a veth pair has one once its
 * near end merges segments (GRO) and its far end leaves them as they are.
 */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BusyPollTest {
    // Of linux/sockios.h and linux/ethtool.h.
    private static final long SIOCETHTOOL = 0x8946;
    private static final int ETHTOOL_STSO = 0x1F, ETHTOOL_SGRO = 0x2C;

    // Much more than a thread takes to start and to read.
    private static final Duration BURNT = Duration.ofMillis(20);
    // What a thread that never sleeps has burnt in this time on a machine however busy.
    private static final Duration AMPLE = Duration.ofSeconds(20);

    private final FastOpenSockets sockets = new LinuxSockets();

    @Test
    @EffectOf("SO_BUSY_POLL")
    void aReadThatPollsTheDeviceBurnsProcessorTimeAndOneThatSleepsDoesNot() throws Exception {
        try (NetworkLab lab = NetworkLab.open(Duration.ofMillis(2));
                ServerSocketChannel listener =
                        ServerSocketChannel.open().bind(new InetSocketAddress(lab.server(), 0))) {
            ethtool(lab.interfaceName(), ETHTOOL_SGRO, 1);
            ethtool(lab.interfaceName() + "far", ETHTOOL_STSO, 0);
            ConnectRequest request = ConnectRequest.to(
                    new InetSocketAddress(lab.peer(), listener.socket().getLocalPort()));
            try (Pair pair = Pair.connected(sockets, listener, request)) {
                // The first packet tells the socket which queue it comes from.
                pair.accepted().write(ByteBuffer.allocate(1));
                pair.client().channel().read(ByteBuffer.allocate(1));

                assertFalse(burns(pair, Duration.ZERO, BURNT.multipliedBy(10)), "a read burns processor time anyway");
                assertTrue(burns(pair, AMPLE.multipliedBy(2), AMPLE), "a read does not poll");
            }
        }
    }

    /** Whether a read for which nothing comes takes processor time within so long. It has its byte afterwards. */
    private static boolean burns(Pair pair, Duration poll, Duration limit) throws Exception {
        pair.client().setOption(TcpOptions.SO_BUSY_POLL, poll);
        FutureTask<Integer> read =
                new FutureTask<>(() -> pair.client().channel().read(ByteBuffer.allocate(1)));
        Thread reader = new Thread(read, "reader");
        reader.setDaemon(true);
        reader.start();
        boolean burnt = burns(reader, System.nanoTime() + limit.toNanos());
        pair.accepted().write(ByteBuffer.allocate(1));
        assertEquals(1, read.get(AMPLE.toMillis(), TimeUnit.MILLISECONDS));
        return burnt;
    }

    private static boolean burns(Thread thread, long end) throws InterruptedException {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        while (threads.getThreadCpuTime(thread.getId()) < BURNT.toNanos()) {
            if (System.nanoTime() > end) {
                return false;
            }
            thread.join(1);
        }
        return true;
    }

    /** ethtool(8) is not everywhere: struct ifreq with a pointer to struct ethtool_value. */
    private static void ethtool(String device, int command, int value) {
        try (Memory request = new Memory(40);
                Memory argument = new Memory(8)) {
            request.clear();
            request.setString(0, device);
            request.setPointer(16, argument);
            argument.setInt(0, command);
            argument.setInt(4, value);
            int socket = Function.getFunction("c", "socket").invokeInt(new Object[] {2, 2, 0});
            int result = Function.getFunction("c", "ioctl").invokeInt(new Object[] {socket, SIOCETHTOOL, request});
            assertEquals(0, result, () -> device + ": errno " + Native.getLastError());
            Function.getFunction("c", "close").invokeInt(new Object[] {socket});
        }
    }
}
