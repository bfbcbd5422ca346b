package tfo.itests;

import static java.util.stream.Collectors.toMap;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.test.common.annotation.InjectBundleContext;
import org.osgi.test.common.annotation.InjectService;
import tfo.api.tls.TlsService;
import tfo.itests.tls.SecureEcho;
import tfo.itests.tls.SecureTalk;

/** Which providers of TLS are in the service registry, and whom a consumer gets. */
@InFramework
@Timeout(180)
class TlsRegistrationTest {
    private static final Map<Object, Object> BOTH = Map.of("gnutls", 100, "jsse", -1000);
    private static final Map<Object, Object> JSSE = Map.of("jsse", -1000);

    @Test
    void eachProviderIsRegisteredOnceUnderItsRanking(@InjectBundleContext BundleContext context) throws Exception {
        assertEquals(BOTH, rankings(context));
    }

    @Test
    void aServiceSaysOfItselfWhatItsPropertiesSay(@InjectBundleContext BundleContext context) throws Exception {
        for (ServiceReference<TlsService> reference : references(context)) {
            TlsService tls = context.getService(reference);

            assertEquals(reference.getProperty(Providers.NAME), tls.name());
            assertEquals(reference.getProperty(Constants.SERVICE_RANKING), tls.ranking());
            assertTrue(tls.availability().usable(), () -> tls.availability().reason());
        }
    }

    @Test
    void bestPointsToTheServiceInstead() {
        IllegalStateException e = assertThrows(IllegalStateException.class, TlsService::best);

        assertTrue(e.toString().contains(TlsService.class.getName() + " service"), e::toString);
    }

    @Test
    void aStoppedProviderLeavesTheRegistryAndComesBack(
            @InjectBundleContext BundleContext context, @InjectService SecureDialer dialer) throws Exception {
        Bundle gnutls = new Bundles(context).named("tfo.tls.gnutls");
        try {
            gnutls.stop();

            assertEquals(JSSE, rankings(context));
            assertEquals("jsse", dialer.tls().name());
        } finally {
            gnutls.start();
        }
        assertEquals(BOTH, rankings(context));
        assertEquals("gnutls", dialer.tls().name());
    }

    @Test
    void everyProviderSpeaksOverTheSocketsThatAreThere(
            @InjectBundleContext BundleContext context, @InjectService SecureDialer dialer) throws Exception {
        for (ServiceReference<TlsService> reference : references(context)) {
            TlsService tls = context.getService(reference);
            try (SecureEcho echo = SecureEcho.start(dialer.sockets(), () -> tls);
                    SecureTalk talk = SecureTalk.open(tls, dialer.sockets(), echo.address())) {
                talk.exchange();

                assertEquals(List.of(), echo.failures());
            }
        }
    }

    static Map<Object, Object> rankings(BundleContext context) throws InvalidSyntaxException {
        return references(context).stream()
                .collect(toMap(
                        ref -> ref.getProperty(Providers.NAME), ref -> ref.getProperty(Constants.SERVICE_RANKING)));
    }

    private static Collection<ServiceReference<TlsService>> references(BundleContext context)
            throws InvalidSyntaxException {
        return context.getServiceReferences(TlsService.class, null);
    }
}
