package tfo.fallback.tls;

import tfo.api.tls.SessionStore;
import tfo.testkit.tls.SessionStoreContract;

/** The store in memory, which is the default of every provider. */
class MemoryStoreTest extends SessionStoreContract {
    @Override
    protected SessionStore store() {
        return SessionStore.inMemory(20);
    }

    @Override
    protected int capacity() {
        return 20;
    }
}
