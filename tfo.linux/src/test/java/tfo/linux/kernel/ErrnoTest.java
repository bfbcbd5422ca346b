package tfo.linux.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ErrnoTest {
    @Test
    void theMessageNamesOperationPeerAndCode() {
        IOException refused = Errno.during(-111, "connect", "192.0.2.7:443");

        assertSame(ConnectException.class, refused.getClass());
        assertEquals("connect 192.0.2.7:443: Connection refused (ECONNREFUSED)", refused.getMessage());
    }

    @Test
    void eachIsTheExceptionThatAJavaProgrammerExpects() {
        assertSame(SocketTimeoutException.class, Errno.exception(-110).getClass());
        assertSame(NoRouteToHostException.class, Errno.exception(-113).getClass());
        assertSame(BindException.class, Errno.exception(-98).getClass());
        assertSame(BindException.class, Errno.exception(-99).getClass());
        assertSame(SocketException.class, Errno.exception(-104).getClass());
        assertSame(ProtocolException.class, Errno.exception(-71).getClass());
        assertSame(ClosedChannelException.class, Errno.exception(-9).getClass());
    }

    @Test
    void anUnknownNumberIsNamedByItself() {
        assertEquals("errno 4711", Errno.exception(-4711).getMessage());
        assertEquals("errno 4711", Errno.name(-4711));
    }

    @Test
    void aResultIsComparedWithItsSign() {
        assertTrue(Errno.EAGAIN.is(-11));
        assertTrue(!Errno.EAGAIN.is(11));
    }

    @Test
    void theWordsOfTheJdkAndOfTheCLibraryAreTheSameReset() {
        assertEquals(Optional.of(Errno.ECONNRESET), Errno.of("Connection reset"));
        assertEquals(Optional.of(Errno.ECONNRESET), Errno.of("Connection reset by peer"));
        assertEquals(Optional.empty(), Errno.of("Verbindungsaufbau abgelehnt"));
        assertEquals(Optional.empty(), Errno.of(null));
    }

    @Test
    void aNetworkAnswersWithIcmpAndResetsButNotWithSilence() {
        assertTrue(Errno.answered(Errno.EHOSTUNREACH.result()));
        assertTrue(Errno.answered(Errno.ECONNREFUSED.result()));
        assertFalse(Errno.answered(Errno.ETIMEDOUT.result()));
        assertFalse(Errno.answered(-4711));
        assertFalse(Errno.answered(0));
    }
}
