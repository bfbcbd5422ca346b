package tfo.tls.gnutls;

import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import tfo.api.socket.FastOpenSockets;
import tfo.api.tls.TlsService;
import tfo.linux.LinuxSockets;
import tfo.testkit.tls.TlsServiceContract;

class GnuTlsLinuxContractIpv4Test extends TlsServiceContract {
    private static final TlsService SERVICE = new GnuTlsService();
    private static final FastOpenSockets SOCKETS = new LinuxSockets();

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
        return true;
    }

    @Override
    protected ProtocolFamily family() {
        return StandardProtocolFamily.INET;
    }
}
