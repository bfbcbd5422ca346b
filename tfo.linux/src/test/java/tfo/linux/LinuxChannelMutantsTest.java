package tfo.linux;

import tfo.api.socket.FastOpenSockets;
import tfo.testkit.ChannelMutantsContract;

class LinuxChannelMutantsTest extends ChannelMutantsContract {
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
