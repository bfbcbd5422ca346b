package tfo.tls.gnutls;

import tfo.api.socket.FastOpenSockets;
import tfo.api.tls.TlsService;
import tfo.linux.LinuxSockets;
import tfo.testkit.tls.HostilePeerContract;

class GnuTlsHostilePeerTest extends HostilePeerContract {
    private static final TlsService TLS = new GnuTlsService();
    private static final FastOpenSockets SOCKETS = new LinuxSockets();

    @Override
    protected TlsService service() {
        return TLS;
    }

    @Override
    protected FastOpenSockets sockets() {
        return SOCKETS;
    }
}
