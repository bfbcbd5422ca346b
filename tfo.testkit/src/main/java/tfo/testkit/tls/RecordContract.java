package tfo.testkit.tls;

import java.io.IOException;
import org.junit.jupiter.api.Nested;
import tfo.api.socket.FastOpenSockets;
import tfo.api.tls.TlsService;

/**
 * Somebody in between changes, drops, repeats or reorders records, or cuts the stream off: what came before is delivered, nothing of
 * the bad record or after it, and the failure has its reason. Both roles and versions; over sockets, over any channel, and for
 * engines.
 */
public abstract class RecordContract {

    /** For the provider's suite. */
    protected RecordContract() {}

    /** The provider under test. */
    protected abstract TlsService service();

    /** The sockets under it. */
    protected abstract FastOpenSockets sockets();

    private HostileScene scene(Carriage carriage) throws IOException {
        return new HostileScene(service(), sockets(), carriage);
    }

    @Nested
    class OverSockets extends TamperedRecords {
        @Override
        HostileScene scene() throws IOException {
            return RecordContract.this.scene(Carriage.SOCKETS);
        }
    }

    @Nested
    class OverChannels extends TamperedRecords {
        @Override
        HostileScene scene() throws IOException {
            return RecordContract.this.scene(Carriage.CHANNEL);
        }
    }

    @Nested
    class OverEngines extends TamperedRecords {
        @Override
        HostileScene scene() throws IOException {
            return RecordContract.this.scene(Carriage.ENGINE);
        }
    }
}
