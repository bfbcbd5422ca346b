package tfo.testkit;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tfo.api.socket.FastOpenListener;
import tfo.api.socket.ListenRequest;
import tfo.testkit.peer.Addresses;

/** The errors of bind(2) and listen(2): type, operation, address and name of each. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class ListenErrorContract extends ProviderContract {

    private void assertFails(Failure expected, InetSocketAddress local) {
        var thrown = assertThrows(BindException.class, () -> sockets().listen(ListenRequest.on(local)));

        expected.assertIs(thrown, "listen", local);
    }

    @Test
    void anAddressThatIsTakenIsEaddrinuse() throws IOException {
        try (FastOpenListener first = sockets().listen(ListenRequest.on(new InetSocketAddress(Addresses.fresh(), 0)))) {
            assertFails(Failure.EADDRINUSE, first.localAddress());

            assertTrue(first.channel().isOpen());
        }
    }

    @Test
    void anAddressOfAnotherHostIsEaddrnotavail() {
        assertFails(Failure.EADDRNOTAVAIL, new InetSocketAddress(Addresses.of(203, 0, 113, 77), 0));
    }
}
