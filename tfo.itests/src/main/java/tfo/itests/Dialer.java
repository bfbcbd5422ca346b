package tfo.itests;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import tfo.api.socket.ConnectRequest;
import tfo.api.socket.FastOpenConnection;
import tfo.api.socket.FastOpenSockets;

/** A consumer as it is meant to be: always the best provider, exchanged under it while it works. */
@Component(service = Dialer.class)
@SuppressWarnings("NullAway.Init") // Declarative Services sets the reference before anybody gets this object.
public class Dialer {

    @Reference(policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    private volatile FastOpenSockets sockets;

    /** Opens a connection and says this first. */
    public FastOpenConnection dial(InetSocketAddress peer, ByteBuffer firstFlight) throws IOException {
        return sockets.connect(ConnectRequest.to(peer).firstFlight(firstFlight));
    }

    /** The provider in use now. */
    public FastOpenSockets sockets() {
        return sockets;
    }
}
