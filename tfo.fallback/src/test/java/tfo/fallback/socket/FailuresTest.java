package tfo.fallback.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tfo.api.socket.ConnectRequest;

class FailuresTest {
    private static final InetSocketAddress PEER = new InetSocketAddress("192.0.2.7", 443);

    static IOException[] namedFailures() {
        return new IOException[] {
            new ConnectException("why"),
            new NoRouteToHostException("why"),
            new BindException("why"),
            new SocketException("why"),
            new IOException("why")
        };
    }

    @ParameterizedTest
    @MethodSource("namedFailures")
    void keepsTheTypeAndTheCauseAndNamesOperationAndPeer(IOException cause) {
        IOException failure = Failures.during("connect", PEER, cause);

        assertSame(cause.getClass(), failure.getClass());
        assertSame(cause, failure.getCause());
        assertEquals("connect 192.0.2.7:443: why", failure.getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "Connection timed out,java.net.SocketTimeoutException,ETIMEDOUT",
        "Network is unreachable,java.net.ConnectException,ENETUNREACH",
        "No route to host,java.net.NoRouteToHostException,EHOSTUNREACH",
        "Permission denied,java.net.BindException,EACCES",
        "Protocol error,java.net.ProtocolException,EPROTO",
        "Protocol not available,java.net.SocketException,ENOPROTOOPT",
        "Connection reset,java.net.SocketException,ECONNRESET",
        "Connection reset by peer,java.net.SocketException,ECONNRESET",
        "Broken pipe,java.net.SocketException,EPIPE",
        "Too many open files,java.net.SocketException,EMFILE"
    })
    void givesEachErrorItsTypeAndName(String words, Class<?> type, String errno) {
        // What a channel's write throws has no type.
        IOException failure = Failures.during("connect", PEER, new IOException(words));

        assertSame(type, failure.getClass());
        assertEquals("connect 192.0.2.7:443: " + words + " (" + errno + ")", failure.getMessage());
    }

    static IOException[] closings() {
        return new IOException[] {new ClosedByInterruptException(), new AsynchronousCloseException()};
    }

    @ParameterizedTest
    @MethodSource("closings")
    void leavesTheExceptionsOfAClosedChannelAsTheyAre(IOException cause) {
        assertSame(cause, Failures.during("connect", PEER, cause));
    }

    @Test
    void writesIpv6InBrackets() {
        InetSocketAddress peer = new InetSocketAddress("2001:db8::7", 443);

        assertEquals(
                "connect [2001:db8:0:0:0:0:0:7]:443: connection and first flight of 0 bytes not done within 50 ms",
                Failures.timedOut(ConnectRequest.to(peer).timeout(Duration.ofMillis(50)))
                        .getMessage());
    }
}
