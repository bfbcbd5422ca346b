package tfo.api.provider;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/** Picks providers where there is no service registry: on the class path and on the module path. */
public final class Providers {
    private static final System.Logger LOG = System.getLogger("tfo.api");

    private Providers() {}

    /**
     * The usable one of the highest ranking.
     *
     * @param unusable why one cannot be used; empty if it can
     * @throws IllegalStateException if there is none, or inside an OSGi framework
     */
    public static <S> S best(Class<S> type, Function<S, Optional<String>> unusable, ToIntFunction<S> ranking) {
        if (insideFramework(type.getClassLoader())) {
            throw new IllegalStateException(
                    "inside an OSGi framework use the " + type.getName() + " service of the registry, not best()");
        }
        List<String> passedOver = new ArrayList<>();
        S best = null;
        for (S candidate : load(type, passedOver)) {
            Optional<String> why = unusable.apply(candidate);
            if (why.isPresent()) {
                passedOver.add(candidate.getClass().getName() + ": " + why.get());
            } else if (best == null || ranking.applyAsInt(candidate) > ranking.applyAsInt(best)) {
                best = candidate;
            }
        }
        passedOver.forEach(why -> LOG.log(System.Logger.Level.DEBUG, "not usable: {0}", why));
        if (best == null) {
            throw new IllegalStateException("no usable " + type.getSimpleName() + " provider " + passedOver);
        }
        return best;
    }

    /** Every provider that can be made; one that cannot (a class it needs is missing) does not spoil the others. */
    private static <S> List<S> load(Class<S> type, List<String> passedOver) {
        List<S> found = new ArrayList<>();
        Iterator<S> candidates = ServiceLoader.load(type).iterator();
        while (true) {
            try {
                if (!candidates.hasNext()) {
                    return found;
                }
                found.add(candidates.next());
            } catch (ServiceConfigurationError | LinkageError e) {
                passedOver.add(String.valueOf(e.getMessage()));
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
