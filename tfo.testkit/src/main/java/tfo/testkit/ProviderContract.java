package tfo.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import tfo.api.socket.ConnectRequest;
import tfo.api.socket.FastOpenSockets;
import tfo.testkit.peer.Addresses;
import tfo.testkit.peer.SinkPeer;

/** What all contracts have in common: the provider under test, and what it claims to be able to do. */
abstract class ProviderContract {

    /** The provider under test; the same at every call, as far as its memory of paths goes. */
    abstract Subject subject();

    final FastOpenSockets sockets() {
        return subject().sockets();
    }

    final boolean fastOpen() {
        return subject().fastOpen();
    }

    /** An address of this host: fresh, or one whose cookie a provider with Fast Open has. */
    final InetAddress address(Contact contact) throws IOException {
        InetAddress address = Addresses.fresh();
        if (contact == Contact.KNOWN) {
            meet(address);
        }
        return address;
    }

    /** Talks to the address once, so that its cookie is known. */
    final void meet(InetAddress address) throws IOException {
        meet(address, address);
    }

    /** Talks once to a server that is reached at this address. */
    final void meet(InetAddress server, InetAddress remote) throws IOException {
        try (SinkPeer once = SinkPeer.on(server)) {
            InetSocketAddress port =
                    new InetSocketAddress(remote, once.address().getPort());
            sockets()
                    .connect(ConnectRequest.to(port).firstFlight(ByteBuffer.allocate(1)))
                    .close();
            // A busy machine may have repeated the SYN, which is no fault of the path.
            sockets().forgetAvoidedPaths();
        }
    }
}
