package tfo.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tfo.api.socket.ConnectRequest;
import tfo.testkit.peer.Addresses;
import tfo.testkit.peer.EchoPeer;
import tfo.testkit.peer.FullBacklog;

/** Connections that cannot be made fail as a {@code java.net.Socket} would, and the failure names the peer. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class RefusalContract extends DiallerContract {

    @ParameterizedTest
    @EnumSource
    @Tag("F1")
    void aClosedPortIsAConnectException(Contact contact) throws IOException {
        InetSocketAddress closed = Addresses.refusing(address(contact));

        var thrown = assertThrows(ConnectException.class, () -> dial(closed));

        Messages.assertMentions("refused", thrown);
    }

    @ParameterizedTest
    @CsvSource({"FIRST,50", "KNOWN,50", "FIRST,200", "KNOWN,200"})
    @Tag("F2")
    void aBlackHoleIsASocketTimeoutExceptionAtTheTimeOut(Contact contact, int millis) throws IOException {
        Duration limit = Duration.ofMillis(millis);
        try (FullBacklog hole = FullBacklog.on(address(contact))) {
            ConnectRequest request = request(hole.address()).timeout(limit);

            Clock.assertThrowsAfter(
                    limit.minus(dialler().earliness()),
                    SocketTimeoutException.class,
                    () -> dialler().dial(request));
        }
    }

    @ParameterizedTest
    @EnumSource
    @Tag("F2")
    void theTimeOutIsExact(Contact contact) throws IOException {
        Duration limit = Duration.ofMillis(50);
        try (FullBacklog hole = FullBacklog.on(address(contact))) {
            ConnectRequest request = request(hole.address()).timeout(limit);

            // A busy machine adds to it, mostly; one that is exact is not late every time.
            List<Duration> taken = new ArrayList<>();
            do {
                taken.add(Clock.untilThrows(
                        SocketTimeoutException.class, () -> dialler().dial(request)));
            } while (Collections.min(taken).compareTo(Duration.ofMillis(75)) >= 0 && taken.size() < 16);

            assertTrue(Collections.min(taken).compareTo(Duration.ofMillis(75)) < 0, taken::toString);
        }
    }

    @ParameterizedTest
    @EnumSource
    @Tag("F2")
    void aConnectionOutlivesItsTimeOut(Contact contact) throws IOException {
        Duration limit = Duration.ofMillis(500);
        try (EchoPeer peer = EchoPeer.on(address(contact));
                Link link = dialler().dial(request(peer.address()).timeout(limit))) {
            assertEchoed(link);

            long end = System.nanoTime() + limit.multipliedBy(2).toNanos();
            while (System.nanoTime() < end) {
                link.out().write(7);
                assertEquals(7, link.in().read());
            }
        }
    }

    @Test
    @Tag("F3")
    void anUnresolvedAddressIsAnUnknownHostException() {
        InetSocketAddress nowhere = InetSocketAddress.createUnresolved("no-such-host.invalid", 80);

        var thrown = assertThrows(UnknownHostException.class, () -> dial(nowhere));

        Messages.assertMentions("no-such-host.invalid", thrown);
    }

    @Test
    void anUnreachableAddressIsANoRouteToHostException() throws Exception {
        InetAddress unreachable = Addresses.of(198, 51, 100, 1);
        PrivateNetwork.ip("route", "replace", "unreachable", unreachable.getHostAddress());

        assertThrows(NoRouteToHostException.class, () -> dial(new InetSocketAddress(unreachable, 80)));
    }

    @Test
    @Tag("F27")
    void aLinkLocalAddressWithoutScopeIsASocketException() throws IOException {
        InetAddress unscoped = Addresses.literal("fe80::1234");

        assertThrows(SocketException.class, () -> dial(new InetSocketAddress(unscoped, 80)));
    }
}
