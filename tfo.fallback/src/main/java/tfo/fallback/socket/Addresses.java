package tfo.fallback.socket;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Optional;
import tfo.api.socket.ConnectRequest;

/** What can be wrong with an address, and how it is written. */
final class Addresses {
    private Addresses() {}

    static void checkConnect(ConnectRequest request) throws UnknownHostException, SocketException {
        checkResolved("connect", request.remote());
        Optional<InetSocketAddress> local = request.local();
        if (local.isPresent()) {
            checkResolved("bind", local.get());
        }
        // A local address with a scope gives the remote one its interface, see ipv6(7).
        if (lacksScope(request.remote())
                && local.map(Addresses::lacksLinkLocalScope).orElse(true)) {
            throw new SocketException("connect " + text(request.remote()) + ": a link-local address needs a scope id,"
                    + " the name or number of its interface: fe80::1%eth0");
        }
    }

    static void checkResolved(String operation, InetSocketAddress address) throws UnknownHostException {
        if (address.isUnresolved()) {
            throw new UnknownHostException(operation + " " + text(address) + ": the name has no address");
        }
    }

    private static boolean lacksScope(InetSocketAddress address) {
        return address.getAddress() instanceof Inet6Address ip && ip.isLinkLocalAddress() && ip.getScopeId() == 0;
    }

    private static boolean lacksLinkLocalScope(InetSocketAddress address) {
        return !address.getAddress().isLinkLocalAddress() || lacksScope(address);
    }

    /** The address in the usual notation, {@code 192.0.2.7:443} or {@code [2001:db8::7]:443}. */
    static String text(InetSocketAddress address) {
        InetAddress ip = address.getAddress();
        if (ip == null) {
            return address.getHostString() + ":" + address.getPort();
        }
        String host = ip instanceof Inet6Address ? "[" + ip.getHostAddress() + "]" : ip.getHostAddress();
        return host + ":" + address.getPort();
    }
}
