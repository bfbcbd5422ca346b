package tfo.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.jna.Function;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import java.io.IOException;
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
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BusyPollTest {
    // Of linux/sockios.h and linux/ethtool.h.
    private static final long SIOCETHTOOL = 0x8946;
    private static final int ETHTOOL_STSO = 0x1F, ETHTOOL_SGRO = 0x2C;

    private static final Duration SPIN = Duration.ofMillis(200);

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

                assertTrue(
                        Attempt.once(() -> {
                            long sleeping = processorMillisOfARead(pair, Duration.ZERO);
                            long polling = processorMillisOfARead(pair, SPIN);
                            return sleeping < 3 && polling >= 8;
                        }),
                        "a read takes as much processor time with it as without");
            }
        }
    }

    /** Lets a read wait for longer than it polls. */
    private static long processorMillisOfARead(Pair pair, Duration poll) throws Exception {
        pair.client().setOption(TcpOptions.SO_BUSY_POLL, poll);
        FutureTask<Long> read = new FutureTask<>(() -> processorMillis(pair));
        Thread reader = new Thread(read, "reader");
        reader.start();
        reader.join(SPIN.toMillis() + 50);
        pair.accepted().write(ByteBuffer.allocate(1));
        return read.get(10, TimeUnit.SECONDS);
    }

    private static long processorMillis(Pair pair) throws IOException {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadCpuTime();
        pair.client().channel().read(ByteBuffer.allocate(1));
        return (threads.getCurrentThreadCpuTime() - before) / 1_000_000;
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
