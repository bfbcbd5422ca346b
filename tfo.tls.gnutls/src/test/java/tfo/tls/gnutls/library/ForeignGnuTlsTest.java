package tfo.tls.gnutls.library;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Both ways into the library lead to the same functions. The tests' JVM has native access. */
class ForeignGnuTlsTest {
    private static final int FIRST_WITH_FOREIGN = 22;
    private static final int EBADF = 9;
    private static final int NO_DESCRIPTOR = 999_999;

    private static List<JnaGnuTls> ways() {
        return Foreign.serves() ? List.of(new JnaGnuTls(), new ForeignGnuTls()) : List.of(new JnaGnuTls());
    }

    @Test
    void newerJdksCallTheCheaperWay() {
        boolean expected = Runtime.version().feature() >= FIRST_WITH_FOREIGN;

        assertEquals(expected, Foreign.serves());
        GnuTls loaded = Natives.load().gnutls();
        if (expected) {
            assertInstanceOf(ForeignGnuTls.class, loaded);
        } else {
            assertSame(JnaGnuTls.class, loaded.getClass());
        }
    }

    @Test
    void bothTellWhatIsFatal() {
        for (JnaGnuTls way : ways()) {
            assertEquals(0, way.gnutls_error_is_fatal(GnuTlsCode.GNUTLS_E_AGAIN));
            assertEquals(1, way.gnutls_error_is_fatal(GnuTlsCode.GNUTLS_E_PREMATURE_TERMINATION));
        }
    }

    @Test
    void bothTellErrnoOfACallThatFailed() {
        for (JnaGnuTls way : ways()) {
            try (NativeMemory memory = new NativeMemory(way)) {
                long out = memory.allocate(Long.BYTES);
                int flags = Constants.GNUTLS_CLIENT | Constants.GNUTLS_NONBLOCK | Constants.GNUTLS_NO_SIGNAL;
                assertEquals(0, way.gnutls_init(out, flags));
                long session = memory.getLong(out);
                assertNotEquals(0, session);
                long priority = memory.allocate(Long.BYTES);
                assertEquals(0, way.gnutls_priority_init2(priority, memory.text("NORMAL"), out, 0));
                assertEquals(0, way.gnutls_priority_set(session, memory.getLong(priority)));
                way.gnutls_transport_set_int2(session, NO_DESCRIPTOR, NO_DESCRIPTOR);

                int code = way.gnutls_handshake(session);
                int errno = way.errno();

                way.gnutls_deinit(session);
                way.gnutls_priority_deinit(memory.getLong(priority));
                assertEquals("GNUTLS_E_PUSH_ERROR", GnuTlsCode.name(way, code));
                assertEquals(EBADF, errno, way.getClass().getSimpleName());
            }
        }
    }
}
