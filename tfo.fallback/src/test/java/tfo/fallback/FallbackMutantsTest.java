package tfo.fallback;

import tfo.api.socket.FastOpenSockets;
import tfo.testkit.MutantsContract;

class FallbackMutantsTest extends MutantsContract {
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
