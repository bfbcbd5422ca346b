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
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import tfo.api.socket.FastOpenSockets;
import tfo.api.tls.TlsService;

/**
 * The providers there are, best first.
 *
 * @param <S> what they provide
 */
@ServiceConsumer(value = FastOpenSockets.class, resolution = Resolution.OPTIONAL)
@ServiceConsumer(value = TlsService.class, resolution = Resolution.OPTIONAL)
public final class Catalogue<S> {
    private final String what;
    private final List<Provider<S>> providers;
    private final List<String> broken;

    private Catalogue(String what, List<Provider<S>> providers, List<String> broken) {
        this.what = what;
        this.providers = providers.stream()
                .sorted(Comparator.<Provider<S>>comparingInt(Provider::ranking).reversed())
                .toList();
        this.broken = List.copyOf(broken);
    }

    /** These providers of sockets, such as a service registry gives. */
    public static Catalogue<FastOpenSockets> ofSockets(List<? extends FastOpenSockets> sockets) {
        return new Catalogue<>("sockets", sockets.stream().map(Provider::of).toList(), List.of());
    }

    /** These providers of TLS, such as a service registry gives. */
    public static Catalogue<TlsService> ofTls(List<? extends TlsService> services) {
        return new Catalogue<>("TLS", services.stream().map(Provider::of).toList(), List.of());
    }

    /** The providers of sockets on the class path or module path. */
    public static Catalogue<FastOpenSockets> loadSockets() {
        return load("sockets", ServiceLoader.load(FastOpenSockets.class), Provider::of);
    }

    /** The providers of TLS on the class path or module path. */
    public static Catalogue<TlsService> loadTls() {
        return load("TLS", ServiceLoader.load(TlsService.class), Provider::of);
    }

    private static <S> Catalogue<S> load(String what, ServiceLoader<S> loader, Function<S, Provider<S>> asked) {
        List<Provider<S>> found = new ArrayList<>();
        List<String> broken = new ArrayList<>();
        Iterator<S> candidates = loader.iterator();
        while (loadNext(candidates, service -> found.add(asked.apply(service)), broken)) {}
        return new Catalogue<>(what, found, broken);
    }

    // One provider that cannot be made (a class it needs is missing) must not hide the others.
    private static <S> boolean loadNext(Iterator<S> candidates, Consumer<S> found, List<String> broken) {
        try {
            if (!candidates.hasNext()) {
                return false;
            }
            found.accept(candidates.next());
        } catch (ServiceConfigurationError | LinkageError e) {
            broken.add(Failure.words(e));
        }
        return true;
    }

    /** All providers, best first, the unusable ones too. */
    public List<Provider<S>> providers() {
        return providers;
    }

    /** What could not even be made, in words. */
    public List<String> broken() {
        return broken;
    }

    /** The usable provider with the highest ranking. */
    public Optional<Provider<S>> chosen() {
        return providers.stream().filter(p -> p.availability().usable()).findFirst();
    }

    /**
     * The service to use: that of the named provider, or the chosen one.
     *
     * @throws Failure if there is no such provider, or it cannot be used here
     */
    public S service(Optional<String> name) throws Failure {
        Provider<S> provider = name.isPresent() ? named(name.get()) : chosen().orElseThrow(this::noneUsable);
        if (!provider.availability().usable()) {
            throw new Failure("provider " + provider.name() + " cannot be used here: "
                    + provider.availability().reason());
        }
        return provider.service();
    }

    private Provider<S> named(String name) throws Failure {
        return providers.stream()
                .filter(p -> p.name().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        new Failure("no provider of " + what + " is named '" + name + "'; there are: " + names()));
    }

    private Failure noneUsable() {
        return new Failure("no usable provider of " + what + "; there are: " + names());
    }

    private String names() {
        return providers.isEmpty()
                ? "none"
                : providers.stream().map(Provider::name).collect(Collectors.joining(", "));
    }
}
