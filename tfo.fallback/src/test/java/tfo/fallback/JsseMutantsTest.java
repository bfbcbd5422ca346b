package tfo.fallback;

import tfo.api.socket.FastOpenSockets;
import tfo.api.tls.TlsService;
import tfo.testkit.tls.TlsMutantsContract;

class JsseMutantsTest extends TlsMutantsContract {
    private static final TlsService SERVICE = new JsseTls();
    private static final FastOpenSockets SOCKETS = new FallbackSockets();

    @Override
    protected TlsService service() {
        return SERVICE;
    }

    @Override
    protected FastOpenSockets sockets() {
        return SOCKETS;
    }
}
