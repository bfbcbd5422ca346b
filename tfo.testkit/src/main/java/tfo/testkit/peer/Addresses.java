package tfo.testkit.peer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Addresses of this host for peers. The kernel keeps a cookie per address, not per port: a fresh address is a first contact, and
 * whoever has talked to any port of it has its cookie.
 */
public final class Addresses {
    // 127.0.0.x is left to the tests that name an address.
    private static final AtomicInteger NEXT = new AtomicInteger(1 << 16);

    private Addresses() {}

    /** A loopback address that was never used before in this process, 127.1.0.0 and up. */
    public static InetAddress fresh() {
        int host = NEXT.getAndIncrement();
        return of(127, host >> 16, host >> 8 & 0xFF, host & 0xFF);
    }

    /** An IPv4 address. */
    public static InetAddress of(int a, int b, int c, int d) {
        try {
            return InetAddress.getByAddress(new byte[] {(byte) a, (byte) b, (byte) c, (byte) d});
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    /** The address that is written so, in digits and not by name. */
    public static InetAddress literal(String text) {
        try {
            return InetAddress.getAllByName(text)[0];
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    /** A port of this address at which nobody listens. */
    public static InetSocketAddress refusing(InetAddress address) throws IOException {
        try (ServerSocket closed = new ServerSocket(0, 1, address)) {
            return (InetSocketAddress) closed.getLocalSocketAddress();
        }
    }
}
