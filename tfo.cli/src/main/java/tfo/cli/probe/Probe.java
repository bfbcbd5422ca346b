package tfo.cli.probe;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import tfo.api.socket.ConnectRequest;
import tfo.api.socket.FastOpenConnection;
import tfo.api.socket.FastOpenPolicy;
import tfo.api.socket.FastOpenSockets;
import tfo.api.tcp.TcpInfo;
import tfo.cli.core.HostPort;
import tfo.cli.http.DeadlineInput;

/** Finds out what a server does with Fast Open, by three connections: a plain one, one for the cookie, one with it. */
public final class Probe {
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(2);

    private final FastOpenSockets sockets;
    private final Duration timeout;

    /**
     * A probe by these sockets.
     *
     * @param timeout for each connection
     */
    public Probe(FastOpenSockets sockets, Duration timeout) {
        this.sockets = sockets;
        this.timeout = timeout;
    }

    /**
     * Connects three times to the first address of this server that can be connected to.
     *
     * @param data what to say first; what is harmless on that port if empty. It may reach the server twice
     */
    public ProbeReport run(HostPort peer, Optional<byte[]> data) throws IOException {
        return run(peer, FirstWords.of(peer, data));
    }

    /** The same with the beginning of a TLS handshake, whatever the port. */
    public ProbeReport runWithClientHello(HostPort peer) throws IOException {
        return run(peer, FirstWords.ofTls(peer));
    }

    private ProbeReport run(HostPort peer, FirstWords words) throws IOException {
        // What we have learned of this path before must not decide what we learn now.
        sockets.forgetAvoidedPaths();
        IOException failure = new UnknownHostException(peer.host());
        for (InetAddress address : InetAddress.getAllByName(peer.host())) {
            InetSocketAddress remote = new InetSocketAddress(address, peer.port());
            try {
                Contact plain = contact(remote, words, FastOpenPolicy.OFF);
                return withFastOpen(remote, words, plain);
            } catch (IOException e) {
                failure = e;
            }
        }
        throw failure;
    }

    private ProbeReport withFastOpen(InetSocketAddress remote, FirstWords words, Contact plain) throws IOException {
        Contact first = contact(remote, words, FastOpenPolicy.PREFER);
        sockets.forgetAvoidedPaths();
        Contact second = contact(remote, words, FastOpenPolicy.PREFER);
        String peer = new HostPort(remote.getAddress().getHostAddress(), remote.getPort()).toString();
        return new ProbeReport(peer, words.what(), plain, first, second, Optional.empty());
    }

    private Contact contact(InetSocketAddress remote, FirstWords words, FastOpenPolicy policy) throws IOException {
        ConnectRequest request = ConnectRequest.to(remote)
                .firstFlight(words.bytes())
                .timeout(timeout)
                .policy(policy);
        long start = System.nanoTime();
        try (FastOpenConnection connection = sockets.connect(request)) {
            Duration connected = Duration.ofNanos(System.nanoTime() - start);
            Optional<Duration> answered = words.answered() ? answer(connection, start) : Optional.empty();
            return new Contact(connection.report(), connected, rtt(connection, connected), answered);
        }
    }

    // A server may also stay silent or reset: no answer, and none is needed to know what became of the SYN.
    private static Optional<Duration> answer(FastOpenConnection connection, long start) {
        try {
            int first = DeadlineInput.of(connection.channel(), ANSWER_LIMIT, "answer")
                    .read();
            return first < 0 ? Optional.empty() : Optional.of(Duration.ofNanos(System.nanoTime() - start));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Duration rtt(FastOpenConnection connection, Duration connected) throws IOException {
        return connection.tcpInfo().flatMap(TcpInfo::minRtt).orElse(connected);
    }
}
