package tfo.testkit.tls;

import java.io.IOException;
import tfo.api.socket.FastOpenSockets;
import tfo.api.tls.TlsService;

/** A contract that a provider keeps whatever carries its bytes. */
abstract class CarriageContract {

    /** The provider under test. */
    protected abstract TlsService service();

    /** The sockets under it. */
    protected abstract FastOpenSockets sockets();

    final HostileScene scene(Carriage carriage) throws IOException {
        return new HostileScene(service(), sockets(), carriage);
    }
}
