package tfo.api.socket;

import aQute.bnd.annotation.Resolution;
import aQute.bnd.annotation.spi.ServiceConsumer;
import tfo.api.provider.Providers;

/** Picks the provider of sockets where there is no service registry. */
@ServiceConsumer(value = FastOpenSockets.class, resolution = Resolution.OPTIONAL)
final class SocketProviders {
    private SocketProviders() {}

    static FastOpenSockets best() {
        return Providers.best(
                FastOpenSockets.class, sockets -> sockets.availability().whyNot(), FastOpenSockets::ranking);
    }
}
