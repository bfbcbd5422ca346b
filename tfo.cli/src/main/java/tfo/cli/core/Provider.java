package tfo.cli.core;

import tfo.api.socket.Availability;
import tfo.api.socket.FastOpenSockets;

/**
 * A provider of sockets as the catalogue lists it.
 *
 * @param sockets the provider
 * @param availability whether it can be used here, asked once
 */
public record Provider(FastOpenSockets sockets, Availability availability) {

    /** Asks a provider whether it can be used here. */
    public static Provider of(FastOpenSockets sockets) {
        return new Provider(sockets, sockets.availability());
    }

    /** Its name, such as {@code linux}. */
    public String name() {
        return sockets.name();
    }

    /** Its ranking; the highest usable one is chosen. */
    public int ranking() {
        return sockets.ranking();
    }
}
