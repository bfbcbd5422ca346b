package examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;
import org.osgi.util.tracker.ServiceTracker;

/** The component of the OSGi example, in a framework. */
class FrameworkIT {
    private static final String GREETER = "examples.osgi.Greeter";

    @TempDir
    Path cache;

    private Framework framework;
    private Bundle linux;

    @BeforeEach
    void start() throws Exception {
        Map<String, String> properties =
                Map.of(Constants.FRAMEWORK_STORAGE, cache.toString(), Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA, "");
        framework = ServiceLoader.load(FrameworkFactory.class)
                .findFirst()
                .orElseThrow()
                .newFramework(properties);
        framework.start();
        BundleContext context = framework.getBundleContext();
        List<Bundle> bundles = new ArrayList<>();
        for (String name : List.of(
                "org.osgi.service.component",
                "org.osgi.util.function",
                "org.osgi.util.promise",
                "org.apache.felix.scr",
                "jna-jpms",
                "tfo.api",
                "tfo.fallback",
                "tfo.linux")) {
            bundles.add(context.installBundle(Jars.named(name).toUri().toString()));
        }
        bundles.add(context.installBundle(Jars.EXAMPLES.toUri().toString()));
        for (Bundle bundle : bundles) {
            bundle.start();
        }
        linux = bundles.stream()
                .filter(bundle -> bundle.getSymbolicName().equals("tfo.linux"))
                .findFirst()
                .orElseThrow();
    }

    @AfterEach
    void stop() throws Exception {
        framework.stop();
        FrameworkEvent end = framework.waitForStop(60_000);
        assertEquals(FrameworkEvent.STOPPED, end.getType());
    }

    @Test
    void theComponentGreetsByTheBestProviderAndByTheNextOneWhenThatStops() throws Exception {
        try (Peer server = new Peer("\n", "")) {
            greet(server.address());

            String report = greet(server.address());
            linux.stop();
            String afterwards = greet(server.address());

            assertTrue(report.contains("outcome=ACKNOWLEDGED"), report);
            assertTrue(afterwards.contains("outcome=NOT_TRIED"), afterwards);
            for (int i = 0; i < 3; i++) {
                assertEquals("hello\n", server.heard());
            }
        }
    }

    // Its class is the bundle's: nobody here can see it but by name.
    private String greet(InetSocketAddress server) throws Exception {
        BundleContext context = framework.getBundleContext();
        ServiceTracker<Object, Object> tracker = new ServiceTracker<>(context, GREETER, null);
        tracker.open(true);
        try {
            assertNotNull(tracker.waitForService(60_000), GREETER);
            ServiceReference<Object> reference = tracker.getServiceReference();
            Object greeter = context.getService(reference);
            return greeter.getClass()
                    .getMethod("greet", InetSocketAddress.class)
                    .invoke(greeter, server)
                    .toString();
        } finally {
            tracker.close();
        }
    }
}
