package tfo.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tfo.lab.NetworkLab;

/** How a connection that stood fails. Reading and writing are the JDK's: its types, and the C library's words for the error. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class BreakContract extends DiallerContract {
    private static final String RETRIES = "net.ipv4.tcp_retries2";
    private static final Duration RTT = Duration.ofMillis(4);

    /** A connection and its other end, which has read the first flight. */
    private record Ends(Link near, SocketChannel far, InetSocketAddress server) implements AutoCloseable {

        void write(int value) throws IOException {
            near.out().write(value);
        }

        int read() throws IOException {
            return near.in().read();
        }

        void reset() throws Exception {
            far.setOption(StandardSocketOptions.SO_LINGER, 0).close();
            awaitReset();
        }

        void awaitReset() throws Exception {
            SocketTable.awaitReset(near.localAddress(), server);
        }

        @Override
        public void close() throws IOException {
            try (near) {
                far.close();
            }
        }
    }

    private Ends ends() throws IOException {
        InetAddress address = address(Contact.KNOWN);
        return ends(address, address);
    }

    private Ends ends(InetAddress server, InetAddress peer) throws IOException {
        try (ServerSocketChannel listener = ServerSocketChannel.open().bind(new InetSocketAddress(server, 0))) {
            InetSocketAddress local = (InetSocketAddress) listener.getLocalAddress();
            Link near = dial(new InetSocketAddress(peer, local.getPort()));
            SocketChannel far = listener.accept();
            far.socket().getInputStream().readNBytes(FLIGHT);
            return new Ends(near, far, local);
        }
    }

    /** A channel has no type for most errors, a socket has one for all. */
    private void assertFails(String words, Executable work) {
        assertFails(dialler() instanceof SocketDialler ? SocketException.class : IOException.class, words, work);
    }

    private static void assertFails(Class<? extends IOException> type, String words, Executable work) {
        var thrown = assertThrows(IOException.class, work);

        assertSame(type, thrown.getClass(), thrown::toString);
        assertEquals(words, thrown.getMessage());
    }

    @Test
    void aResetIsEconnresetToEveryReadAndEpipeToEveryWriteAfterIt() throws Exception {
        try (Ends ends = ends()) {
            ends.reset();

            assertFails(SocketException.class, "Connection reset", ends::read);
            assertFails(SocketException.class, "Connection reset", ends::read);
            assertFails("Broken pipe", () -> ends.write(1));
            assertFails("Broken pipe", () -> ends.write(1));
        }
    }

    @Test
    void aWriteThatMeetsTheResetIsToldOfItAndAReadAfterItIsNot() throws Exception {
        try (Ends ends = ends()) {
            ends.reset();

            assertFails("Connection reset by peer", () -> ends.write(1));
            assertFails("Broken pipe", () -> ends.write(1));
            assertEquals(-1, ends.read());
        }
    }

    @Test
    void toWriteToAPeerThatHasClosedIsEpipeOnceItHasAnswered() throws Exception {
        try (Ends ends = ends()) {
            ends.far().close();

            ends.write(1);
            ends.awaitReset();

            assertFails("Broken pipe", () -> ends.write(1));
            assertEquals(-1, ends.read());
        }
    }

    @Test
    void aPeerThatFallsSilentIsEtimedout() throws Exception {
        try (NetworkLab lab = NetworkLab.open(RTT);
                Ends ends = ends(lab.server(), lab.peer());
                Firewall silence = Firewall.dropping(ends.server())) {
            assertGivesUp("Connection timed out", ends);
            assertTrue(silence.hits() > 1);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"HOST_UNREACHABLE", "NET_UNREACHABLE", "PROTOCOL_UNREACHABLE", "ADMIN_PROHIBITED6"})
    void whatARouterSaidMeanwhileIsTheReasonOfGivingUp(Rejection rejection) throws Exception {
        try (NetworkLab lab = NetworkLab.open(RTT);
                Ends ends = rejection.ipv6() ? ends(lab.server6(), lab.peer6()) : ends(lab.server(), lab.peer());
                Firewall router = Firewall.rejecting(ends.server(), rejection)) {
            assertGivesUp(rejection.failure().words(), ends);
            assertTrue(router.hits() > 1);
        }
    }

    private void assertGivesUp(String words, Ends ends) throws Exception {
        PrivateNetwork.with(RETRIES, "1", () -> {
            ends.write(1);

            assertFails(words, ends::read);
            assertEquals(-1, ends.read(), "the kernel tells it once");
            assertFails("Broken pipe", () -> ends.write(1));
        });
    }

    @ParameterizedTest
    @EnumSource(names = {"PORT_UNREACHABLE", "PROTOCOL_UNREACHABLE", "ADMIN_PROHIBITED", "ADMIN_PROHIBITED6"})
    void whatARouterSaysDoesNotBreakAConnectionByItself(Rejection rejection) throws Exception {
        try (NetworkLab lab = NetworkLab.open(RTT);
                Ends ends = rejection.ipv6() ? ends(lab.server6(), lab.peer6()) : ends(lab.server(), lab.peer())) {
            try (Firewall router = Firewall.rejecting(ends.server(), rejection)) {
                ends.write(7);
                BothEnds.await("an answer of the router", () -> router.hits() > 0);
            }

            assertEquals(7, ends.far().socket().getInputStream().read());
        }
    }
}
