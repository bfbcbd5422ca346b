package tfo.api.socket;

import aQute.bnd.annotation.Resolution;
import aQute.bnd.annotation.spi.ServiceConsumer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/** Picks providers where there is no service registry: on the class path and on the module path. */
@ServiceConsumer(value = FastOpenSockets.class, resolution = Resolution.OPTIONAL)
final class Providers {
    private static final System.Logger LOG = System.getLogger("tfo.api");

    private Providers() {}

    static <S> S best(Class<S> type, Function<S, Availability> availability, ToIntFunction<S> ranking) {
        if (insideFramework(type.getClassLoader())) {
            throw new IllegalStateException(
                    "inside an OSGi framework use the " + type.getName() + " service of the registry, not best()");
        }
        List<String> unusable = new ArrayList<>();
        S best = null;
        for (S candidate : load(type, unusable)) {
            Availability available = availability.apply(candidate);
            if (!available.usable()) {
                unusable.add(candidate.getClass().getName() + ": " + available.reason());
            } else if (best == null || ranking.applyAsInt(candidate) > ranking.applyAsInt(best)) {
                best = candidate;
            }
        }
        unusable.forEach(why -> LOG.log(System.Logger.Level.DEBUG, "not usable: {0}", why));
        if (best == null) {
            throw new IllegalStateException("no usable " + type.getSimpleName() + " provider " + unusable);
        }
        return best;
    }

    /** Every provider that can be made; one that cannot (a class it needs is missing) does not spoil the others. */
    private static <S> List<S> load(Class<S> type, List<String> unusable) {
        List<S> found = new ArrayList<>();
        Iterator<S> candidates = ServiceLoader.load(type).iterator();
        while (true) {
            try {
                if (!candidates.hasNext()) {
                    return found;
                }
                found.add(candidates.next());
            } catch (ServiceConfigurationError | LinkageError e) {
                unusable.add(String.valueOf(e.getMessage()));
            }
        }
    }

    // By name: this bundle has no dependency on the framework's classes.
    private static boolean insideFramework(ClassLoader loader) {
        for (Class<?> c = loader == null ? null : loader.getClass(); c != null; c = c.getSuperclass()) {
            for (Class<?> i : c.getInterfaces()) {
                if (i.getName().equals("org.osgi.framework.BundleReference")) {
                    return true;
                }
            }
        }
        return false;
    }
}
