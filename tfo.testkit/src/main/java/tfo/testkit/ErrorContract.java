package tfo.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tfo.api.socket.ConnectRequest;
import tfo.lab.NetworkLab;
import tfo.testkit.peer.Addresses;
import tfo.testkit.peer.EchoPeer;
import tfo.testkit.peer.FullBacklog;
import tfo.testkit.peer.SinkPeer;

/** The errors of tcp(7) and ip(7) at a connect, as the kernel of this machine makes them: type, operation, peer and name of each. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class ErrorContract extends DiallerContract {
    private static final String SYN_RETRIES = "net.ipv4.tcp_syn_retries";
    private static final String PORTS = "net.ipv4.ip_local_port_range";
    private static final InetAddress FOREIGN = Addresses.of(203, 0, 113, 77);
    private static final Duration RTT = Duration.ofMillis(4);

    // What is rejected here is no sign of a path that does not like Fast Open, to an address that other tests use too.
    @AfterEach
    void forget() {
        sockets().forgetAvoidedPaths();
    }

    private void assertFails(Failure expected, ConnectRequest request) {
        assertFails(expected, request, "connect", request.remote());
    }

    private void assertFails(Failure expected, ConnectRequest request, String operation, InetSocketAddress named) {
        var thrown = assertThrows(IOException.class, () -> dialler().dial(request));

        if (fastOpen() || !(dialler() instanceof SocketDialler)) {
            expected.assertIs(thrown, operation, named);
        } else {
            expected.assertIsTheJdksOwn(thrown);
        }
    }

    static Stream<Arguments> rejections() {
        return Stream.of(Rejection.values())
                .flatMap(rejection -> Stream.of(Contact.values()).map(contact -> Arguments.of(rejection, contact)));
    }

    @ParameterizedTest
    @MethodSource("rejections")
    void whatAFirewallAnswersIsTheExceptionOfItsErrno(Rejection rejection, Contact contact) throws IOException {
        try (NetworkLab lab = NetworkLab.open(RTT)) {
            InetSocketAddress closed = Addresses.refusing(server(lab, rejection));
            InetAddress peer = peer(lab, rejection);
            if (contact == Contact.KNOWN) {
                meet(closed.getAddress(), peer);
            }
            try (Firewall firewall = Firewall.rejecting(closed, rejection)) {
                assertFails(rejection.failure(), request(new InetSocketAddress(peer, closed.getPort())));
                assertTrue(firewall.hits() > 0);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("rejections")
    void whatRejectsFastOpenAloneDoesNotKeepTheConnectionFromBeingMade(Rejection rejection, Contact contact)
            throws IOException {
        try (NetworkLab lab = NetworkLab.open(RTT);
                EchoPeer echo = EchoPeer.on(server(lab, rejection))) {
            InetAddress peer = peer(lab, rejection);
            if (contact == Contact.KNOWN) {
                meet(echo.address().getAddress(), peer);
                // On a busy machine the SYN of a first contact may have been repeated.
                forget();
            }
            try (Firewall firewall = Firewall.rejecting(echo.address(), rejection, "--tcp-option", "34");
                    Link link = dial(new InetSocketAddress(peer, echo.address().getPort()))) {
                assertEchoed(link);
                assertEquals(fastOpen(), firewall.hits() > 0);
            }
        }
    }

    private static InetAddress server(NetworkLab lab, Rejection rejection) {
        return rejection.ipv6() ? lab.server6() : lab.server();
    }

    private static InetAddress peer(NetworkLab lab, Rejection rejection) {
        return rejection.ipv6() ? lab.peer6() : lab.peer();
    }

    @Test
    void aClosedPortIsEconnrefused() throws IOException {
        assertFails(Failure.ECONNREFUSED, request(Addresses.refusing(Addresses.fresh())));
    }

    @ParameterizedTest
    @CsvSource({
        "unreachable,198.51.100.41,EHOSTUNREACH",
        "unreachable,2001:db8::41,EHOSTUNREACH",
        "throw,198.51.100.42,ENETUNREACH",
        "throw,2001:db8::42,ENETUNREACH",
        "prohibit,198.51.100.43,EACCES",
        "prohibit,2001:db8::43,EACCES",
        "blackhole,198.51.100.44,EINVAL",
        "blackhole,2001:db8::44,EINVAL"
    })
    void aRouteOfThisTypeIsTheErrorOfIpRoute(String type, String host, Failure failure) throws Exception {
        InetAddress address = Addresses.literal(host);
        String family = address instanceof Inet6Address ? "-6" : "-4";
        PrivateNetwork.ip(family, "route", "replace", type, host);

        assertFails(failure, request(new InetSocketAddress(address, 80)));
    }

    @Test
    void aPeerThatNeverAnswersIsEtimedout() throws Exception {
        try (FullBacklog hole = FullBacklog.on(Addresses.fresh())) {
            ConnectRequest patient = request(hole.address()).timeout(Duration.ZERO);

            PrivateNetwork.with(SYN_RETRIES, "1", () -> assertFails(Failure.ETIMEDOUT, patient));
        }
    }

    @Test
    void aLocalAddressOfAnotherHostIsEaddrnotavail() throws IOException {
        InetSocketAddress local = new InetSocketAddress(FOREIGN, 0);
        ConnectRequest request = request(Addresses.refusing(Addresses.fresh())).local(local);

        assertFails(Failure.EADDRNOTAVAIL, request, "bind", local);
    }

    @Test
    void aLocalAddressThatIsTakenIsEaddrinuse() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, Addresses.fresh())) {
            InetSocketAddress local = (InetSocketAddress) taken.getLocalSocketAddress();
            ConnectRequest request =
                    request(Addresses.refusing(Addresses.fresh())).local(local);

            assertFails(Failure.EADDRINUSE, request, "bind", local);
        }
    }

    @Test
    void withoutAPortThatIsFreeItIsEaddrnotavail() throws Exception {
        try (SinkPeer peer = SinkPeer.on(Addresses.fresh())) {
            PrivateNetwork.with(PORTS, "20000 20000", () -> {
                try (Link only = dial(peer.address())) {
                    assertFails(Failure.EADDRNOTAVAIL, request(peer.address()));
                    assertEquals(20000, only.localAddress().getPort());
                }
            });
        }
    }
}
