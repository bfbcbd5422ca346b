package tfo.bench;

import aQute.bnd.annotation.spi.ServiceConsumer;
import java.time.Duration;
import java.util.ServiceLoader;
import tfo.api.socket.FastOpenSockets;
import tfo.api.tls.TlsService;

/** The providers that are compared, by name. */
@ServiceConsumer(FastOpenSockets.class)
@ServiceConsumer(TlsService.class)
final class Providers {
    private static final String AVOID = "tfo.linux.avoid";

    private Providers() {}

    static FastOpenSockets linux() {
        return named("linux");
    }

    /** The same, which avoids a path that lost a SYN for so long at first, unless this process was told otherwise. */
    static FastOpenSockets linux(Duration avoid) {
        // Read once, when the first of them is made.
        if (System.getProperty(AVOID) == null) {
            System.setProperty(AVOID, avoid.toString());
        }
        return linux();
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

    static TlsService gnutls() {
        return tls("gnutls");
    }

    static TlsService jsse() {
        return tls("jsse");
    }

    private static TlsService tls(String name) {
        for (TlsService provider : ServiceLoader.load(TlsService.class)) {
            if (provider.name().equals(name)) {
                provider.availability().whyNot().ifPresent(why -> {
                    throw new IllegalStateException(name + ": " + why);
                });
                return provider;
            }
        }
        throw new IllegalStateException("the provider " + name + " is not on the path");
    }
}
