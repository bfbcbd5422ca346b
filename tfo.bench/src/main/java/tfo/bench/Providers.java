package tfo.bench;

import aQute.bnd.annotation.spi.ServiceConsumer;
import java.util.ServiceLoader;
import tfo.api.socket.FastOpenSockets;

/** The providers that are compared, by name. */
@ServiceConsumer(FastOpenSockets.class)
final class Providers {
    private Providers() {}

    static FastOpenSockets linux() {
        return named("linux");
    }

    static FastOpenSockets fallback() {
        return named("fallback");
    }

    private static FastOpenSockets named(String name) {
        for (FastOpenSockets provider : ServiceLoader.load(FastOpenSockets.class)) {
            if (provider.name().equals(name)) {
                if (!provider.availability().usable()) {
                    throw new IllegalStateException(
                            name + ": " + provider.availability().reason());
                }
                return provider;
            }
        }
        throw new IllegalStateException("the provider " + name + " is not on the path");
    }
}
