package tfo.cli.core;

import tfo.api.Availability;
import tfo.api.socket.FastOpenSockets;
import tfo.api.tls.TlsService;

/**
 * A provider of sockets or of TLS as the catalogue lists it.
 *
 * @param <S> what it provides
 * @param service the provider
 * @param name its name, such as {@code linux}
 * @param ranking the highest usable one is chosen
 * @param availability whether it can be used here, asked once
 */
public record Provider<S>(S service, String name, int ranking, Availability availability) {

    /** Asks a provider of sockets whether it can be used here. */
    public static Provider<FastOpenSockets> of(FastOpenSockets sockets) {
        return new Provider<>(sockets, sockets.name(), sockets.ranking(), sockets.availability());
    }

    /** Asks a provider of TLS whether it can be used here. */
    public static Provider<TlsService> of(TlsService tls) {
        return new Provider<>(tls, tls.name(), tls.ranking(), tls.availability());
    }
}
