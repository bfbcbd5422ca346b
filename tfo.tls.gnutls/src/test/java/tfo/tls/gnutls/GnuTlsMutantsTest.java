package tfo.tls.gnutls;

import tfo.api.socket.FastOpenSockets;
import tfo.api.tls.TlsService;
import tfo.fallback.FallbackSockets;
import tfo.testkit.tls.TlsMutantsContract;

class GnuTlsMutantsTest extends TlsMutantsContract {
    private static final TlsService SERVICE = new GnuTlsService();
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
