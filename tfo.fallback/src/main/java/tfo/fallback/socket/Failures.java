package tfo.fallback.socket;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.Map;
import tfo.api.socket.ConnectRequest;

/** Puts the operation and the address into the messages of the JDK's exceptions, and keeps their types. */
final class Failures {
    private static final String TIMED_OUT = "Connection timed out", NO_NETWORK = "Network is unreachable";

    // The JDK's messages are the C library's words. In another language than English, or on another system, they stand
    // as they are.
    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("Connection refused", "ECONNREFUSED"),
            Map.entry(TIMED_OUT, "ETIMEDOUT"),
            Map.entry(NO_NETWORK, "ENETUNREACH"),
            Map.entry("No route to host", "EHOSTUNREACH"),
            Map.entry("Permission denied", "EACCES"),
            Map.entry("Invalid argument", "EINVAL"),
            Map.entry("Address already in use", "EADDRINUSE"),
            Map.entry("Cannot assign requested address", "EADDRNOTAVAIL"),
            Map.entry("Too many open files", "EMFILE"),
            Map.entry("Too many open files in system", "ENFILE"),
            Map.entry("No buffer space available", "ENOBUFS"));

    private Failures() {}

    static IOException during(String operation, InetSocketAddress address, IOException cause) {
        // Closed by another thread: the type says it all, and these have no messages.
        if (cause instanceof ClosedChannelException) {
            return cause;
        }
        String words = String.valueOf(cause.getMessage());
        String name = NAMES.containsKey(words) ? " (" + NAMES.get(words) + ")" : "";
        String message = operation + " " + Addresses.text(address) + ": " + words + name;
        IOException failure = ofTheTypeOf(cause, words, message);
        failure.initCause(cause);
        return failure;
    }

    private static IOException ofTheTypeOf(IOException cause, String words, String message) {
        if (words.equals(TIMED_OUT)) {
            return new SocketTimeoutException(message);
        }
        if (cause instanceof ConnectException || words.equals(NO_NETWORK)) {
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
