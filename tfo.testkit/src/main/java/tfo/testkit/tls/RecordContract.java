package tfo.testkit.tls;

import java.io.IOException;
import org.junit.jupiter.api.Nested;

/**
 * Somebody in between changes, drops, repeats or reorders records, or cuts the stream off: what came before is delivered, nothing of
 * the bad record or after it, and the failure has its reason. Both roles and versions; over sockets, over any channel, and for
 * engines.
 */
public abstract class RecordContract extends CarriageContract {

    /** For the provider's suite. */
    protected RecordContract() {}

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
