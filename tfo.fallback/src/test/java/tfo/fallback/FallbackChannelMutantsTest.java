package tfo.fallback;

import tfo.api.socket.FastOpenSockets;
import tfo.testkit.ChannelMutantsContract;

class FallbackChannelMutantsTest extends ChannelMutantsContract {
    private static final FastOpenSockets SOCKETS = new FallbackSockets();

    @Override
    protected FastOpenSockets sockets() {
        return SOCKETS;
    }

    @Override
    protected boolean fastOpen() {
        return false;
    }
}
