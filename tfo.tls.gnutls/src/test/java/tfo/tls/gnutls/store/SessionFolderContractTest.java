package tfo.tls.gnutls.store;

import tfo.testkit.tls.SessionDirectories;
import tfo.testkit.tls.SessionDirectoryContract;

class SessionFolderContractTest extends SessionDirectoryContract {
    @Override
    protected SessionDirectories directories() {
        return new Folders();
    }

    @Override
    protected int capacity() {
        return 16;
    }
}
