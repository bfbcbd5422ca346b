package tfo.cli.core;

import aQute.bnd.annotation.Resolution;
import aQute.bnd.annotation.spi.ServiceConsumer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import tfo.api.socket.FastOpenSockets;

/** The providers there are, best first. */
@ServiceConsumer(value = FastOpenSockets.class, resolution = Resolution.OPTIONAL)
public final class Catalogue {
    private final List<Provider> providers;
    private final List<String> broken;

    private Catalogue(List<? extends FastOpenSockets> sockets, List<String> broken) {
        this.providers = sockets.stream()
                .map(Provider::of)
                .sorted(Comparator.comparingInt(Provider::ranking).reversed())
                .toList();
        this.broken = List.copyOf(broken);
    }

    /** These providers, such as a service registry gives. */
    public static Catalogue of(List<? extends FastOpenSockets> sockets) {
        return new Catalogue(sockets, List.of());
    }

    /** The providers on the class path or module path. */
    public static Catalogue load() {
        List<FastOpenSockets> found = new ArrayList<>();
        List<String> broken = new ArrayList<>();
        Iterator<FastOpenSockets> candidates =
                ServiceLoader.load(FastOpenSockets.class).iterator();
        while (loadNext(candidates, found, broken)) {}
        return new Catalogue(found, broken);
    }

    // One provider that cannot be made (a class it needs is missing) must not hide the others.
    private static boolean loadNext(
            Iterator<FastOpenSockets> candidates, List<FastOpenSockets> found, List<String> broken) {
        try {
            if (!candidates.hasNext()) {
                return false;
            }
            found.add(candidates.next());
        } catch (ServiceConfigurationError | LinkageError e) {
            broken.add(Failure.words(e));
        }
        return true;
    }

    /** All providers, best first, the unusable ones too. */
    public List<Provider> providers() {
        return providers;
    }

    /** What could not even be made, in words. */
    public List<String> broken() {
        return broken;
    }

    /** The usable provider with the highest ranking. */
    public Optional<Provider> chosen() {
        return providers.stream().filter(p -> p.availability().usable()).findFirst();
    }

    /**
     * The sockets to use: those of the named provider, or the chosen ones.
     *
     * @throws Failure if there is no such provider, or it cannot be used here
     */
    public FastOpenSockets sockets(Optional<String> name) throws Failure {
        Provider provider = name.isPresent() ? named(name.get()) : chosen().orElseThrow(this::noneUsable);
        if (!provider.availability().usable()) {
            throw new Failure("provider " + provider.name() + " cannot be used here: "
                    + provider.availability().reason());
        }
        return provider.sockets();
    }

    private Provider named(String name) throws Failure {
        return providers.stream()
                .filter(p -> p.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new Failure("no provider is named '" + name + "'; there are: " + names()));
    }

    private Failure noneUsable() {
        return new Failure("no usable provider of sockets; there are: " + names());
    }

    private String names() {
        return providers.isEmpty()
                ? "none"
                : providers.stream().map(Provider::name).collect(Collectors.joining(", "));
    }
}
