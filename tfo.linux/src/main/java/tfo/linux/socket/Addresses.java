package tfo.linux.socket;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Optional;
import tfo.api.socket.ConnectRequest;
import tfo.linux.kernel.Errno;

/** Checks addresses before the kernel sees them, and names them in the JDK's exceptions, which do not. */
final class Addresses {
    private Addresses() {}

    static void check(ConnectRequest request) throws IOException {
        InetAddress remote = resolved("connect", request.remote());
        boolean scopedLocal = false;
        if (request.local().isPresent()) {
            scopedLocal = scoped(resolved("bind", request.local().get()));
        }
        // The kernel says no more than EINVAL. A scoped local address names the link as well.
        if (linkLocal(remote) && !scoped(remote) && !scopedLocal) {
            throw new SocketException("connect " + request.remote()
                    + ": a link-local address needs a scope id, such as " + remote.getHostAddress() + "%eth0");
        }
    }

    static InetAddress resolved(String operation, InetSocketAddress address) throws UnknownHostException {
        if (address.isUnresolved()) {
            throw new UnknownHostException(operation + " " + address.getHostString() + ": unresolved address");
        }
        return address.getAddress();
    }

    private static boolean linkLocal(InetAddress address) {
        return address instanceof Inet6Address && address.isLinkLocalAddress();
    }

    private static boolean scoped(InetAddress address) {
        return linkLocal(address) && ((Inet6Address) address).getScopeId() != 0;
    }

    /** Host and port as one writes them: {@code 192.0.2.7:443}, {@code [2001:db8::7]:443}. */
    static String name(InetSocketAddress address) {
        InetAddress ip = address.getAddress();
        String host = ip == null ? address.getHostString() : ip.getHostAddress();
        return (ip instanceof Inet6Address ? "[" + host + "]" : host) + ":" + address.getPort();
    }

    /** The same exception with operation and address in its message; by its errno, where that is known. */
    static IOException named(IOException cause, String operation, InetSocketAddress address) {
        IOException explained = explained(cause, operation, address);
        return explained != cause || cause instanceof SocketTimeoutException
                ? explained
                : reworded(cause, operation + " " + name(address) + ": " + cause.getMessage());
    }

    /** The exception for the errno of this one, with operation and address in its message; the same, where none is known. */
    static IOException explained(IOException cause, String operation, InetSocketAddress address) {
        Optional<Errno> errno = Errno.of(cause.getMessage());
        if (errno.isEmpty()) {
            return cause;
        }
        IOException explained = Errno.during(errno.get().result(), operation, name(address));
        explained.initCause(cause);
        return explained;
    }

    /** The same exception for another thread. */
    static IOException again(IOException cause) {
        return reworded(cause, String.valueOf(cause.getMessage()));
    }

    private static IOException reworded(IOException cause, String message) {
        IOException named;
        // Exact classes: a subclass means something else.
        if (cause.getClass() == ConnectException.class) {
            named = new ConnectException(message);
        } else if (cause.getClass() == NoRouteToHostException.class) {
            named = new NoRouteToHostException(message);
        } else if (cause.getClass() == BindException.class) {
            named = new BindException(message);
        } else if (cause.getClass() == SocketException.class) {
            named = new SocketException(message);
        } else if (cause.getClass() == SocketTimeoutException.class) {
            named = new SocketTimeoutException(message);
        } else {
            return cause;
        }
        named.initCause(cause);
        return named;
    }
}
