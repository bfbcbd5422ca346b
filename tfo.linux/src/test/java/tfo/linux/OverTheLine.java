package tfo.linux;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import tfo.api.socket.FastOpenSockets;
import tfo.lab.NetworkLab;

/** Tests whose packets cross a line of a few milliseconds, at the other end of which somebody listens. */
abstract class OverTheLine {
    static NetworkLab lab;
    static ServerSocketChannel listener;

    final FastOpenSockets sockets = new LinuxSockets();

    @BeforeAll
    static void open() throws IOException {
        lab = NetworkLab.open(Duration.ofMillis(2));
        listener = ServerSocketChannel.open().bind(new InetSocketAddress(lab.server(), 0));
    }

    @AfterAll
    static void close() throws IOException {
        listener.close();
        lab.close();
    }
}
