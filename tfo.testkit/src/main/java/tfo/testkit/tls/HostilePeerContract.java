package tfo.testkit.tls;

import java.io.IOException;
import org.junit.jupiter.api.Nested;

/**
 * What becomes of a handshake with a peer that speaks no TLS, or old TLS, or garbage, or goes away in the middle: it fails in bounded
 * time with the documented reason and leaves no descriptor behind. Both roles; over sockets, over any channel, and for engines.
 */
public abstract class HostilePeerContract extends CarriageContract {

    /** For the provider's suite. */
    protected HostilePeerContract() {}

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
