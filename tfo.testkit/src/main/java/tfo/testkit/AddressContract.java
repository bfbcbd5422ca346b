package tfo.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.BindException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tfo.lab.PacketLog;
import tfo.testkit.peer.Addresses;
import tfo.testkit.peer.EchoPeer;

/** Every kind of address, at either end. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class AddressContract extends DiallerContract {

    static Stream<InetAddress> everyKind() throws Exception {
        return Stream.of(
                Addresses.fresh(), Addresses.literal("::1"), Addresses.literal("::ffff:127.0.0.9"), linkLocal());
    }

    /** A link-local address of the loopback interface, with its scope id. */
    static Inet6Address linkLocal() throws Exception {
        byte[] address = Addresses.literal("fe80::7f").getAddress();
        // Once: to set it again takes its routes away for a moment.
        boolean missing = NetworkInterface.getByName("lo")
                .inetAddresses()
                .noneMatch(own -> Arrays.equals(own.getAddress(), address));
        if (missing) {
            PrivateNetwork.ip("address", "add", "fe80::7f/64", "dev", "lo", "nodad");
        }
        // An interface knows the addresses that it had when it was asked for.
        Inet6Address scoped = Inet6Address.getByAddress(null, address, NetworkInterface.getByName("lo"));
        PrivateNetwork.awaitRoute(scoped);
        return scoped;
    }

    @Test
    void noNameIsTheLoopbackAddress() throws IOException {
        try (EchoPeer peer = EchoPeer.on(InetAddress.getLoopbackAddress());
                Socket socket = sockets()
                        .socketFactory()
                        .createSocket((String) null, peer.address().getPort())) {
            assertEquals(peer.address(), socket.getRemoteSocketAddress());
        }
    }

    @ParameterizedTest
    @MethodSource("everyKind")
    @Tag("F27")
    void everyKindOfAddressIsConnectedToAndSpokenWithInTheSyn(InetAddress address) throws IOException {
        try (EchoPeer peer = EchoPeer.on(address)) {
            meet(address);

            assertEquals(fastOpen() ? FLIGHT : 0, bytesInTheSyn(peer.address()));
        }
    }

    private int bytesInTheSyn(InetSocketAddress peer) throws IOException {
        try (PacketLog log = PacketLog.loopback();
                Link link = dial(peer)) {
            assertEchoed(link);
            return log.flow(link.localAddress().getPort()).synPayload();
        }
    }

    @Test
    @Tag("F27")
    void aScopeThatDoesNotExistIsASocketException() throws IOException {
        byte[] address = Addresses.literal("fe80::7f").getAddress();
        Inet6Address nowhere = Inet6Address.getByAddress(null, address, 4711);

        assertThrows(SocketException.class, () -> dial(new InetSocketAddress(nowhere, 80)));
    }

    @Test
    @Tag("F27")
    void theLocalAddressIsTheOneAskedFor() throws IOException {
        InetAddress local = Addresses.of(127, 0, 0, 9);
        try (EchoPeer peer = EchoPeer.on(address(Contact.KNOWN));
                Link link = dialler().dial(request(peer.address()).local(new InetSocketAddress(local, 0)))) {
            assertEchoed(link);

            assertEquals(local, link.localAddress().getAddress());
        }
    }

    @Test
    @Tag("F27")
    void theLocalPortIsTheOneAskedFor() throws IOException {
        InetSocketAddress local = Addresses.refusing(Addresses.of(127, 0, 0, 9));
        try (EchoPeer peer = EchoPeer.on(address(Contact.KNOWN));
                Link link = dialler().dial(request(peer.address()).local(local))) {
            assertEchoed(link);

            assertEquals(local, link.localAddress());
        }
    }

    @Test
    @Tag("F28")
    void anAddressOfAnotherHostCannotBeBound() throws IOException {
        InetSocketAddress foreign = new InetSocketAddress(Addresses.of(192, 0, 2, 1), 0);
        try (EchoPeer peer = EchoPeer.on(address(Contact.KNOWN))) {
            assertThrows(
                    BindException.class,
                    () -> dialler().dial(request(peer.address()).local(foreign)));
        }
    }

    @Test
    @Tag("F28")
    void anAddressInUseCannotBeBound() throws IOException {
        try (EchoPeer peer = EchoPeer.on(address(Contact.KNOWN));
                ServerSocket other = new ServerSocket(0, 1, Addresses.fresh())) {
            InetSocketAddress taken = (InetSocketAddress) other.getLocalSocketAddress();

            assertThrows(
                    BindException.class,
                    () -> dialler().dial(request(peer.address()).local(taken)));
        }
    }
}
