package tfo.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tfo.api.socket.ConnectRequest;
import tfo.api.tcp.TcpOptions;
import tfo.testkit.peer.Addresses;

/** Which way options send packets, where there is more than one. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RoutingOptionsTest extends OverTheLine {
    private static final int MARK = 77;

    @Test
    @EffectOf("SO_BINDTODEVICE")
    void aDeviceIsTheOnlyWayOut() throws IOException {
        try (ServerSocketChannel here = ServerSocketChannel.open().bind(new InetSocketAddress(Addresses.fresh(), 0))) {
            ConnectRequest request = ConnectRequest.to((InetSocketAddress) here.getLocalAddress());
            sockets.connect(request.option(TcpOptions.SO_BINDTODEVICE, "lo")).close();
            sockets.connect(request.option(TcpOptions.SO_BINDTODEVICE, "")).close();

            ConnectRequest elsewhere =
                    request.timeout(Duration.ofMillis(400)).option(TcpOptions.SO_BINDTODEVICE, lab.interfaceName());

            assertThrows(SocketTimeoutException.class, () -> sockets.connect(elsewhere));
        }
    }

    @Test
    @EffectOf("SO_MARK")
    void aMarkIsSeenByTheRulesOfRouting() throws Exception {
        ConnectRequest request = ConnectRequest.to(
                        new InetSocketAddress(lab.peer(), listener.socket().getLocalPort()))
                .timeout(Duration.ofSeconds(5));
        ip("rule", "add", "pref", "50", "fwmark", Integer.toString(MARK), "prohibit");
        try {
            sockets.connect(request.option(TcpOptions.SO_MARK, MARK + 1)).close();
            listener.accept().close();

            Exception e =
                    assertThrows(BindException.class, () -> sockets.connect(request.option(TcpOptions.SO_MARK, MARK)));
            assertTrue(e.getMessage().contains("EACCES"), e.getMessage());
        } finally {
            ip("rule", "del", "pref", "50");
        }
    }

    private static void ip(String... arguments) throws IOException, InterruptedException {
        String[] command = new String[arguments.length + 1];
        command[0] = "ip";
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        Process process = new ProcessBuilder(command).inheritIO().start();
        assertEquals(0, process.waitFor(), () -> String.join(" ", command));
    }
}
