package tfo.linux;

import tfo.api.socket.FastOpenSockets;
import tfo.testkit.SocketMutantsContract;

class LinuxSocketMutantsTest extends SocketMutantsContract {
    private final FastOpenSockets sockets = new LinuxSockets();

    @Override
    protected FastOpenSockets sockets() {
        return sockets;
    }

    @Override
    protected boolean fastOpen() {
        return true;
    }
}
