package tfo.cli.core;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import tfo.api.socket.ConnectRequest;

/**
 * Connects to a host by name: its addresses are tried in turn, in the resolver's order.
 *
 * @param <C> a connection
 */
public final class Dial<C> {
    private final HostPort peer;
    private final Attempt<C> attempt;

    /** A dial of this peer, each of whose addresses gets this attempt. */
    public Dial(HostPort peer, Attempt<C> attempt) {
        this.peer = peer;
        this.attempt = attempt;
    }

    /**
     * Connects to the first address that answers. What it answers in TLS is final: no other address is asked then.
     *
     * @param timeout for all addresses together; each gets an equal share of what is left
     * @throws IOException what the last address had to say; the others are suppressed in it
     */
    public C connect(Duration timeout) throws IOException {
        InetAddress[] addresses = InetAddress.getAllByName(peer.host());
        long deadline = System.nanoTime() + timeout.toNanos();
        IOException failure = null;
        for (int i = 0; i < addresses.length; i++) {
            long share = (deadline - System.nanoTime()) / (addresses.length - i);
            try {
                return attempt.connect(request(addresses[i], Duration.ofNanos(Math.max(1_000_000, share))));
            } catch (SSLException e) {
                throw e;
            } catch (IOException e) {
                failure = after(failure, e);
            }
        }
        throw failure == null ? new UnknownHostException(peer.host()) : failure;
    }

    private ConnectRequest request(InetAddress address, Duration limit) {
        return ConnectRequest.to(new InetSocketAddress(address, peer.port())).timeout(limit);
    }

    private static IOException after(@Nullable IOException earlier, IOException latest) {
        if (earlier != null) {
            latest.addSuppressed(earlier);
        }
        return latest;
    }

    /**
     * What is done with one address.
     *
     * @param <C> a connection
     */
    @FunctionalInterface
    public interface Attempt<C> {
        /** Connects to the address of this request, within its time-out. */
        C connect(ConnectRequest request) throws IOException;
    }
}
