package tfo.fallback;

import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import tfo.api.socket.FastOpenSockets;
import tfo.api.tls.TlsService;
import tfo.testkit.tls.TlsServiceContract;

class JsseContractIpv4Test extends TlsServiceContract {
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

    @Override
    protected boolean fastOpen() {
        return false;
    }

    @Override
    protected ProtocolFamily family() {
        return StandardProtocolFamily.INET;
    }
}
