package tfo.tls.gnutls.store;

import tfo.testkit.tls.SessionDirectories;
import tfo.testkit.tls.SharedDirectoryContract;

class SharedFolderTest extends SharedDirectoryContract {
    @Override
    protected SessionDirectories directories() {
        return new Folders();
    }
}
