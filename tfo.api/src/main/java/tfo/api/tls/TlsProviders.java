package tfo.api.tls;

import aQute.bnd.annotation.Resolution;
import aQute.bnd.annotation.spi.ServiceConsumer;
import tfo.api.provider.Providers;

/** Picks the provider of TLS where there is no service registry. */
@ServiceConsumer(value = TlsService.class, resolution = Resolution.OPTIONAL)
final class TlsProviders {
    private TlsProviders() {}

    static TlsService best() {
        return Providers.best(TlsService.class, tls -> tls.availability().whyNot(), TlsService::ranking);
    }
}
