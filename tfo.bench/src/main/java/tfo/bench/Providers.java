package tfo.bench;

import aQute.bnd.annotation.spi.ServiceConsumer;
import java.time.Duration;
import java.util.ServiceLoader;
import tfo.api.socket.FastOpenSockets;

/** The providers that are compared, by name. */
@ServiceConsumer(FastOpenSockets.class)
final class Providers {
    private static final String AVOID = "tfo.linux.avoid";

    private Providers() {}

    static FastOpenSockets linux() {
        return named("linux");
    }

    /** One of its own, which avoids a path that lost a SYN for so long at first. */
    static FastOpenSockets linux(Duration avoid) {
        String before = System.setProperty(AVOID, avoid.toString());
        try {
            return linux();
        } finally {
            if (before == null) {
                System.clearProperty(AVOID);
            } else {
                System.setProperty(AVOID, before);
            }
        }
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
