package tfo.tls.gnutls.store;

import tfo.testkit.tls.DirectoryMutantsContract;
import tfo.testkit.tls.SessionDirectories;

class FolderMutantsTest extends DirectoryMutantsContract {
    @Override
    protected SessionDirectories directories() {
        return new Folders();
    }
}
