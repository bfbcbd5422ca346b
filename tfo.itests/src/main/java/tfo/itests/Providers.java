package tfo.itests;

import static java.util.stream.Collectors.toMap;

import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import tfo.api.socket.FastOpenSockets;

/** What the service registry holds. */
final class Providers {
    /** The property by which a consumer may choose a provider. */
    static final String NAME = "tfo.provider";

    private final BundleContext context;

    Providers(BundleContext context) {
        this.context = context;
    }

    /** Name and service ranking of each; fails where one is registered twice. */
    Map<Object, Object> rankings() throws InvalidSyntaxException {
        return context.getServiceReferences(FastOpenSockets.class, null).stream()
                .collect(toMap(ref -> ref.getProperty(NAME), ref -> ref.getProperty(Constants.SERVICE_RANKING)));
    }

    /** The one of this name. */
    FastOpenSockets named(String name) throws InvalidSyntaxException {
        return context.getServiceReferences(FastOpenSockets.class, "(" + NAME + "=" + name + ")").stream()
                .map(context::getService)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no provider " + name));
    }

    /** The one that a consumer gets who does not choose. */
    FastOpenSockets best() {
        ServiceReference<FastOpenSockets> best = context.getServiceReference(FastOpenSockets.class);
        return context.getService(best);
    }
}
