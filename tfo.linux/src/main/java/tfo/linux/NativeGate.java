package tfo.linux;

import java.util.Hashtable;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.condition.Condition;
import tfo.api.Availability;

/** Tells the service registry that the native side works; without that the provider is not registered. OSGi only. */
@Component(
        immediate = true,
        service = {})
public final class NativeGate {
    static final String CONDITION = "tfo.linux.native";

    private final LinuxSockets sockets = new LinuxSockets();

    /** Probes, and registers the condition if all is well; the framework withdraws it with the bundle. */
    @Activate
    @SuppressWarnings("JdkObsolete") // A Dictionary is what the framework takes.
    public NativeGate(BundleContext context) {
        Availability availability = sockets.availability();
        if (availability.usable()) {
            context.registerService(
                    Condition.class, Condition.INSTANCE, new Hashtable<>(Map.of(Condition.CONDITION_ID, CONDITION)));
        } else {
            System.getLogger("tfo.linux").log(System.Logger.Level.DEBUG, "not registered: {0}", availability.reason());
        }
    }

    /** The bundle stops, and gives back what it holds of the process's descriptors. */
    @Deactivate
    void stop() {
        sockets.release();
    }
}
