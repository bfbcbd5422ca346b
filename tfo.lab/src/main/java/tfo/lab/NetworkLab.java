package tfo.lab;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import tfo.lab.wire.DelayLine;

/**
 * A line with a round trip of its own, inside one network namespace and one JVM.
 *
 * <p>Servers bind {@link #server()}, clients connect to {@link #peer()}. What a client sends to the peer comes back after half
 * the round trip with source and destination exchanged, so that it reaches the server, which sees the peer's address as its
 * client's; the answers take the same way back. Between the two lies a veth pair and a thread of this JVM; {@link #inflict}
 * spoils the path.
 *
 * <p>Works in a {@link PrivateNamespace} only; several labs may be open at a time. Safe for use by several threads.
 */
public final class NetworkLab implements AutoCloseable {
    private final Link link;
    private final Duration rtt;
    private final DelayLine line;
    private final NetworkSettings settings;

    private NetworkLab(Link link, Duration rtt, DelayLine line) {
        this.link = link;
        this.rtt = rtt;
        this.line = line;
        this.settings = new NetworkSettings();
    }

    /** Begins to describe a lab. */
    public static Builder builder() {
        return new Builder();
    }

    /** A lab of this round trip, with an MTU of 1500 and no faults. */
    public static NetworkLab open(Duration rtt) throws IOException {
        return builder().rtt(rtt).open();
    }

    /** The IPv4 address that servers bind. */
    public InetAddress server() {
        return link.server4();
    }

    /** The IPv6 address that servers bind. */
    public Inet6Address server6() {
        return link.server6();
    }

    /** The link-local IPv6 address that servers bind, with its scope id. */
    public Inet6Address serverLinkLocal() {
        return link.serverLinkLocal();
    }

    /** The IPv4 address that clients connect to. */
    public InetAddress peer() {
        return link.peer4();
    }

    /** The IPv6 address that clients connect to. */
    public Inet6Address peer6() {
        return link.peer6();
    }

    /** The link-local IPv6 address that clients connect to, with its scope id. */
    public Inet6Address peerLinkLocal() {
        return link.peerLinkLocal();
    }

    /** The interface whose packets {@link #packetLog} sees. */
    public String interfaceName() {
        return link.near();
    }

    /** The round trip asked for. */
    public Duration rtt() {
        return rtt;
    }

    /** Measures the round trip by 21 ICMP echoes, one after the other. */
    public Calibration calibrate() throws IOException {
        return calibrate(21);
    }

    /** Measures the round trip by ICMP echoes, one after the other. */
    public synchronized Calibration calibrate(int rounds) throws IOException {
        return Ping.measure(this, rounds);
    }

    /** Replaces the faults of the path, from the next packet on; without arguments the path is whole. */
    public void inflict(Fault... faults) {
        line.rule(Fault.inOrder(List.of(faults)));
    }

    /** Makes the path whole. */
    public void heal() {
        inflict();
    }

    /** Starts to log the packets of this lab. */
    public PacketLog packetLog() throws IOException {
        return PacketLog.start(interfaceName(), rtt);
    }

    /**
     * Makes first contact again: from now on {@link #peer()}, {@link #peer6()} and {@link #peerLinkLocal()} return addresses
     * of which the kernel has neither a cookie nor any other memory. They lead to the same server.
     *
     * <p>The kernel keeps cookies per destination, and only the machine's real root may flush them.
     */
    public void forgetCookies() {
        link.nextPeer();
    }

    /** Writes net.ipv4.tcp_fastopen of this namespace (see tcp(7)); closing the lab restores it. */
    public void fastOpen(int mask) throws IOException {
        settings.write("ipv4/tcp_fastopen", Integer.toString(mask));
    }

    /** Gives the namespace's servers a new random cookie key: every cookie given so far is void. */
    public void rotateCookieKey() throws IOException {
        settings.rotateCookieKey();
    }

    /** How many packets the line carried so far. */
    public long carried() {
        return line.carried();
    }

    /** How many packets were lost although no fault said so, because the line was full: more than 64 MiB were under way. */
    public long overflowed() {
        return line.overflowed();
    }

    /** By how many nanoseconds all packets together came late, because the line's thread waited for its turn on a busy machine. */
    long late() {
        return line.late();
    }

    /** Takes the line down and restores the settings. Connections over it are lost. Closing twice is harmless. */
    @Override
    public void close() throws IOException {
        try {
            line.close();
        } finally {
            try {
                link.close();
            } finally {
                settings.restore();
            }
        }
    }

    @Override
    public String toString() {
        return "NetworkLab[" + interfaceName() + ", rtt " + rtt.toNanos() / 1e6 + " ms]";
    }

    /** Describes a lab. */
    public static final class Builder {
        private Duration rtt = Duration.ofMillis(50);
        private int mtu = 1500;
        private Fault[] faults = {};

        private Builder() {}

        /** The round trip, zero to ten seconds; 50 ms if not said. */
        public Builder rtt(Duration value) {
            if (value.isNegative() || value.compareTo(Duration.ofSeconds(10)) > 0) {
                throw new IllegalArgumentException("rtt " + value);
            }
            rtt = value;
            return this;
        }

        /** The MTU, 1280 to 65535; 1500 if not said. */
        public Builder mtu(int value) {
            if (value < 1280 || value > 65535) {
                throw new IllegalArgumentException("mtu " + value);
            }
            mtu = value;
            return this;
        }

        /** The faults that are there from the first packet on. */
        public Builder faults(Fault... values) {
            faults = values.clone();
            return this;
        }

        /**
         * Opens the lab.
         *
         * @throws IllegalStateException if this JVM is not in a private namespace
         * @throws IOException if the kernel lacks something it takes; the message says what
         */
        public NetworkLab open() throws IOException {
            if (!PrivateNamespace.inside()) {
                throw new IllegalStateException(
                        "a NetworkLab needs a private namespace: see PrivateNamespace.relaunch");
            }
            Link link = Link.create(mtu);
            try {
                NetworkLab lab = new NetworkLab(link, rtt, DelayLine.open(link.far(), rtt.toNanos() / 2));
                lab.inflict(faults);
                return lab;
            } catch (IOException | RuntimeException e) {
                link.close();
                throw e;
            }
        }
    }
}
