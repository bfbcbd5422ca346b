package tfo.tls.gnutls;

import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import tfo.api.socket.FastOpenSockets;
import tfo.api.tls.TlsService;
import tfo.fallback.FallbackSockets;
import tfo.testkit.tls.TlsServiceContract;

class GnuTlsContractIpv6Test extends TlsServiceContract {
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

    @Override
    protected boolean fastOpen() {
        return false;
    }

    @Override
    protected ProtocolFamily family() {
        return StandardProtocolFamily.INET6;
    }
}
