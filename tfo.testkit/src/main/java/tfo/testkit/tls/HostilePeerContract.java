package tfo.testkit.tls;

import java.io.IOException;
import org.junit.jupiter.api.Nested;
import tfo.api.socket.FastOpenSockets;
import tfo.api.tls.TlsService;

/**
 * What becomes of a handshake with a peer that speaks no TLS, or old TLS, or garbage, or goes away in the middle: it fails in bounded
 * time with the documented reason and leaves no descriptor behind. Both roles; over sockets, over any channel, and for engines.
 */
public abstract class HostilePeerContract {

    /** For the provider's suite. */
    protected HostilePeerContract() {}

    /** The provider under test. */
    protected abstract TlsService service();

    /** The sockets under it. */
    protected abstract FastOpenSockets sockets();

    private HostileScene scene(Carriage carriage) throws IOException {
        return new HostileScene(service(), sockets(), carriage);
    }

    @Nested
    class OverSockets extends HostileHandshakes {
        @Override
        HostileScene scene() throws IOException {
            return HostilePeerContract.this.scene(Carriage.SOCKETS);
        }
    }

    @Nested
    class OverChannels extends HostileHandshakes {
        @Override
        HostileScene scene() throws IOException {
            return HostilePeerContract.this.scene(Carriage.CHANNEL);
        }
    }

    @Nested
    class OverEngines extends HostileHandshakes {
        @Override
        HostileScene scene() throws IOException {
            return HostilePeerContract.this.scene(Carriage.ENGINE);
        }
    }
}
