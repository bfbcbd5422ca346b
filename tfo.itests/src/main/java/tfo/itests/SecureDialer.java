package tfo.itests;

import java.io.IOException;
import java.net.InetSocketAddress;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import tfo.api.socket.FastOpenSockets;
import tfo.api.tls.TlsService;
import tfo.itests.tls.SecureTalk;

/** A consumer of both services: always the best of each, exchanged under it while it works. */
@Component(service = SecureDialer.class)
@SuppressWarnings("NullAway.Init") // Declarative Services sets the references before anybody gets this object.
public class SecureDialer {

    @Reference(policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    private volatile TlsService tls;

    @Reference(policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    private volatile FastOpenSockets sockets;

    /** Connects to an echo. */
    public SecureTalk dial(InetSocketAddress peer) throws IOException {
        return SecureTalk.open(tls, sockets, peer);
    }

    /** The provider of TLS in use now. */
    public TlsService tls() {
        return tls;
    }

    /** The provider of sockets in use now. */
    public FastOpenSockets sockets() {
        return sockets;
    }
}
