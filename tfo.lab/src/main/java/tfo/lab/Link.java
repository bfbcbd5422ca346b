package tfo.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * A veth pair and its addresses. The near end has the server's; every other address of its subnets is a peer. The far end
 * has none and belongs to the delay line.
 *
 * <p>The near end does not ask for its neighbours' addresses (NOARP): it gives every frame its own, which is where the line
 * sends it back to.
 */
final class Link implements AutoCloseable {
    private static final int LINKS = 200;
    private static final AtomicInteger NEXT = new AtomicInteger();

    // The kernel remembers a peer's cookie for longer than the link lives: a name that comes again goes on from there.
    private static final AtomicIntegerArray PEERS = new AtomicIntegerArray(LINKS);
    private static final int FIRST_PEER = 2, LAST_PEER = 0xFFF0;

    private final int number;
    private final int scope;
    private volatile int peer;
    private boolean open = true;

    private Link(int number) throws IOException {
        this.number = number;
        this.scope = NetworkInterface.getByName(near(number)).getIndex();
        nextPeer();
    }

    /** Creates the first pair whose name is still free. */
    static Link create(int mtu) throws IOException {
        for (int tried = 0; tried < LINKS; tried++) {
            int number = NEXT.getAndIncrement() % LINKS;
            if (NetworkInterface.getByName(near(number)) == null) {
                IpCommand.run(List.of("link add " + near(number) + " type veth peer name " + far(number)));
                return configured(number, mtu);
            }
        }
        throw new IOException("all " + LINKS + " links are in use");
    }

    private static Link configured(int number, int mtu) throws IOException {
        try {
            configure(number, mtu);
            return new Link(number);
        } catch (IOException e) {
            IpCommand.run(List.of("link delete " + near(number)));
            throw e;
        }
    }

    private static void configure(int number, int mtu) throws IOException {
        String near = near(number);
        String far = far(number);
        // The far end must not speak up by itself, and the near end not ask for neighbours or routers.
        Files.writeString(Path.of("/proc/sys/net/ipv6/conf", far, "disable_ipv6"), "1");
        IpCommand.run(List.of(
                "link set " + near + " addrgenmode none",
                "link set " + near + " arp off",
                "link set " + near + " mtu " + mtu,
                "link set " + far + " mtu " + mtu,
                "link set " + far + " up",
                "link set " + near + " up",
                "address add 10." + number + ".0.1/16 dev " + near,
                "address add fd09:" + Integer.toHexString(number) + "::1/64 dev " + near + " nodad",
                "address add fe80::1/64 dev " + near + " nodad"));
    }

    private static String near(int number) {
        return "lab" + number;
    }

    private static String far(int number) {
        return "lab" + number + "far";
    }

    String near() {
        return near(number);
    }

    String far() {
        return far(number);
    }

    InetAddress server4() {
        return ipv4(1);
    }

    Inet6Address server6() {
        return ipv6(1);
    }

    Inet6Address serverLinkLocal() {
        return inet6(0xFE80, 0, 0, 1, scope);
    }

    InetAddress peer4() {
        return ipv4(peer);
    }

    Inet6Address peer6() {
        return ipv6(peer);
    }

    Inet6Address peerLinkLocal() {
        // The kernel's memory of a peer knows no scope: the link's number makes it another.
        return inet6(0xFE80, 0, number + 1, peer, scope);
    }

    /** Moves on to an address that was not used before, by this link or by one of the same name; begins again after 65,000. */
    void nextPeer() {
        peer = PEERS.updateAndGet(number, last -> last >= FIRST_PEER && last < LAST_PEER ? last + 1 : FIRST_PEER);
    }

    private InetAddress ipv4(int host) {
        try {
            return InetAddress.getByAddress(new byte[] {10, (byte) number, (byte) (host >> 8), (byte) host});
        } catch (UnknownHostException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Inet6Address ipv6(int host) {
        return inet6(0xFD09, number, 0, host, -1);
    }

    private static Inet6Address inet6(int first, int second, int seventh, int last, int scope) {
        byte[] address = new byte[16];
        address[0] = (byte) (first >> 8);
        address[1] = (byte) first;
        address[2] = (byte) (second >> 8);
        address[3] = (byte) second;
        address[12] = (byte) (seventh >> 8);
        address[13] = (byte) seventh;
        address[14] = (byte) (last >> 8);
        address[15] = (byte) last;
        try {
            return Inet6Address.getByAddress(null, address, scope);
        } catch (UnknownHostException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Deletes the pair, and with it addresses and routes. */
    @Override
    public synchronized void close() throws IOException {
        if (open) {
            open = false;
            IpCommand.run(List.of("link delete " + near()));
        }
    }
}
