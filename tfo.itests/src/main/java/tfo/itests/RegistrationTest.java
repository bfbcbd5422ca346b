package tfo.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.test.common.annotation.InjectBundleContext;
import org.osgi.test.common.annotation.InjectService;
import tfo.api.socket.FastOpenSockets;

/** Who is in the service registry, and whom a consumer gets. */
@InFramework
class RegistrationTest {
    private static final Map<Object, Object> BOTH = Map.of("linux", 100, "fallback", -1000);
    private static final Map<Object, Object> FALLBACK = Map.of("fallback", -1000);
    private static final Map<Object, Object> LINUX = Map.of("linux", 100);

    @Test
    void eachProviderIsRegisteredOnceUnderItsRanking(@InjectBundleContext BundleContext context) throws Exception {
        assertEquals(BOTH, new Providers(context).rankings());
    }

    @Test
    void aServiceSaysOfItselfWhatItsPropertiesSay(@InjectBundleContext BundleContext context) throws Exception {
        for (Map.Entry<Object, Object> provider : BOTH.entrySet()) {
            FastOpenSockets sockets = new Providers(context).named((String) provider.getKey());

            assertEquals(provider.getKey(), sockets.name());
            assertEquals(provider.getValue(), sockets.ranking());
            assertTrue(
                    sockets.availability().usable(),
                    () -> sockets.availability().reason());
        }
    }

    @Test
    void aConsumerThatDoesNotChooseGetsTheNativeProvider(
            @InjectBundleContext BundleContext context, @InjectService Dialer dialer) {
        assertEquals("linux", new Providers(context).best().name());
        assertEquals("linux", dialer.sockets().name());
    }

    @Test
    void bestPointsToTheServiceInstead() {
        IllegalStateException e = assertThrows(IllegalStateException.class, FastOpenSockets::best);

        assertTrue(e.toString().contains(FastOpenSockets.class.getName() + " service"), e::toString);
    }

    @Test
    void aStoppedProviderLeavesTheRegistryAndComesBack(@InjectBundleContext BundleContext context) throws Exception {
        assertLeavesAndComesBack(context, "tfo.linux", FALLBACK);
        assertLeavesAndComesBack(context, "tfo.fallback", LINUX);
    }

    private static void assertLeavesAndComesBack(BundleContext context, String name, Map<Object, Object> meanwhile)
            throws Exception {
        Bundle bundle = new Bundles(context).named(name);
        try {
            bundle.stop();

            assertEquals(meanwhile, new Providers(context).rankings());
        } finally {
            bundle.start();
        }
        assertEquals(BOTH, new Providers(context).rankings());
    }

    @Test
    void anUninstalledProviderIsReplacedAndComesBackWhenInstalledAgain(
            @InjectBundleContext BundleContext context, @InjectService Dialer dialer) throws Exception {
        Bundle linux = new Bundles(context).named("tfo.linux");
        String location = linux.getLocation();
        try {
            linux.uninstall();

            assertEquals(FALLBACK, new Providers(context).rankings());
            assertEquals("fallback", dialer.sockets().name());
        } finally {
            install(context, location);
        }
        assertEquals(BOTH, new Providers(context).rankings());
        assertEquals("linux", dialer.sockets().name());
    }

    // By the framework's own context: what the injected one installs is gone after the test.
    private static void install(BundleContext context, String location) throws BundleException {
        context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION)
                .getBundleContext()
                .installBundle(location)
                .start();
    }
}
