package tfo.fallback;

import tfo.api.socket.FastOpenSockets;
import tfo.api.tls.TlsService;
import tfo.testkit.tls.RecordContract;

class JsseRecordTest extends RecordContract {
    private static final TlsService TLS = new JsseTls();
    private static final FastOpenSockets SOCKETS = new FallbackSockets();

    @Override
    protected TlsService service() {
        return TLS;
    }

    @Override
    protected FastOpenSockets sockets() {
        return SOCKETS;
    }
}
