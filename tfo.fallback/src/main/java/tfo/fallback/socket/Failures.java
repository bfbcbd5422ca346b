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
import tfo.api.socket.ConnectRequest;

/** Puts the operation and the address into the messages of the JDK's exceptions, and keeps their types. */
final class Failures {
    private Failures() {}

    static IOException during(String operation, InetSocketAddress address, IOException cause) {
        // Closed by another thread: the type says it all, and these have no messages.
        if (cause instanceof ClosedChannelException) {
            return cause;
        }
        String message = operation + " " + Addresses.text(address) + ": " + cause.getMessage();
        IOException failure = ofTheTypeOf(cause, message);
        failure.initCause(cause);
        return failure;
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
