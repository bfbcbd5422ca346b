package tfo.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.test.common.annotation.InjectBundleContext;
import org.osgi.test.common.annotation.InjectService;
import tfo.itests.tls.SecureEcho;
import tfo.itests.tls.SecureTalk;

/** In a framework that was started with {@code tfo.tls.gnutls.disable=true}: TLS goes on by the portable provider. */
@InFramework
@Timeout(180)
class TlsDisabledTest {

    @Test
    void theNativeBundleIsActiveAndRegistersNothing(@InjectBundleContext BundleContext context) throws Exception {
        assertEquals(Bundle.ACTIVE, new Bundles(context).named("tfo.tls.gnutls").getState());
        assertEquals(Map.of("jsse", -1000), TlsRegistrationTest.rankings(context));
    }

    @Test
    void thePortableProviderServes(@InjectService SecureDialer dialer) throws Exception {
        try (SecureEcho echo = SecureEcho.start(dialer.sockets(), dialer::tls);
                SecureTalk talk = dialer.dial(echo.address())) {
            talk.exchange();

            assertEquals("jsse", talk.provider());
            assertEquals(List.of(), echo.failures());
        }
    }
}
