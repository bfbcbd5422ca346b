package tfo.fallback.socket;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.Map;
import tfo.api.socket.ConnectRequest;

/** Puts operation, address and errno into the messages of the JDK's exceptions, and gives each error the type that it has everywhere. */
final class Failures {
    // The JDK's messages are the C library's words. In another language than English, or on another system, they stand
    // as they are.
    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("Operation not permitted", "EPERM"),
            Map.entry("Cannot allocate memory", "ENOMEM"),
            Map.entry("Permission denied", "EACCES"),
            Map.entry("Invalid argument", "EINVAL"),
            Map.entry("Too many open files in system", "ENFILE"),
            Map.entry("Too many open files", "EMFILE"),
            Map.entry("Broken pipe", "EPIPE"),
            Map.entry("Machine is not on the network", "ENONET"),
            Map.entry("Protocol error", "EPROTO"),
            Map.entry("Protocol not available", "ENOPROTOOPT"),
            Map.entry("Operation not supported", "EOPNOTSUPP"),
            Map.entry("Address family not supported by protocol", "EAFNOSUPPORT"),
            Map.entry("Address already in use", "EADDRINUSE"),
            Map.entry("Cannot assign requested address", "EADDRNOTAVAIL"),
            Map.entry("Network is down", "ENETDOWN"),
            Map.entry("Network is unreachable", "ENETUNREACH"),
            Map.entry("Software caused connection abort", "ECONNABORTED"),
            Map.entry("Connection reset", "ECONNRESET"),
            Map.entry("Connection reset by peer", "ECONNRESET"),
            Map.entry("No buffer space available", "ENOBUFS"),
            Map.entry("Connection timed out", "ETIMEDOUT"),
            Map.entry("Connection refused", "ECONNREFUSED"),
            Map.entry("Host is down", "EHOSTDOWN"),
            Map.entry("No route to host", "EHOSTUNREACH"));

    private Failures() {}

    static IOException during(String operation, InetSocketAddress address, IOException cause) {
        // Closed by another thread: the type says it all, and these have no messages.
        if (cause instanceof ClosedChannelException) {
            return cause;
        }
        String words = String.valueOf(cause.getMessage());
        String name = NAMES.getOrDefault(words, "");
        String message = operation + " " + Addresses.text(address) + ": " + words;
        IOException failure = name.isEmpty() ? ofTheTypeOf(cause, message) : of(name, message + " (" + name + ")");
        failure.initCause(cause);
        return failure;
    }

    // By the error and not by its type: the JDK has several for one error, by what met it.
    private static IOException of(String errno, String message) {
        return switch (errno) {
            case "ETIMEDOUT" -> new SocketTimeoutException(message);
            case "ECONNREFUSED", "ENETUNREACH" -> new ConnectException(message);
            case "EHOSTUNREACH" -> new NoRouteToHostException(message);
            case "EACCES", "EADDRINUSE", "EADDRNOTAVAIL" -> new BindException(message);
            case "EPROTO" -> new ProtocolException(message);
            default -> new SocketException(message);
        };
    }

    private static IOException ofTheTypeOf(IOException cause, String message) {
        if (cause instanceof ConnectException) {
            return new ConnectException(message);
        }
        if (cause instanceof NoRouteToHostException) {
            return new NoRouteToHostException(message);
        }
        if (cause instanceof BindException) {
            return new BindException(message);
        }
        return cause instanceof SocketException ? new SocketException(message) : new IOException(message);
    }

    static SocketTimeoutException timedOut(ConnectRequest request) {
        return new SocketTimeoutException("connect " + Addresses.text(request.remote())
                + ": connection and first flight of " + request.firstFlight().remaining() + " bytes not done within "
                + text(request.timeout()));
    }

    static SocketTimeoutException noneAccepted(InetSocketAddress local, Duration timeout) {
        return new SocketTimeoutException(
                "accept on " + Addresses.text(local) + ": no connection within " + text(timeout));
    }

    private static String text(Duration timeout) {
        return timeout.compareTo(Duration.ofDays(1)) < 0 ? timeout.toMillis() + " ms" : timeout.toString();
    }
}
