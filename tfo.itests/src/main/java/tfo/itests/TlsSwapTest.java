package tfo.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.test.common.annotation.InjectBundleContext;
import org.osgi.test.common.annotation.InjectService;
import tfo.itests.tls.SecureEcho;
import tfo.itests.tls.SecureTalk;

/** The providers of TLS change places under open connections. */
@InFramework
class TlsSwapTest {
    private static final int SWAPS = 10;
    private static final int TALKS = 40;
    private static final int NEW_AT_ONCE = 4;

    private final Deque<SecureTalk> talks = new ArrayDeque<>();
    private final Map<String, Integer> opened = new TreeMap<>();

    @Test
    @Timeout(value = 300, unit = TimeUnit.SECONDS)
    void noByteAndNoConnectionIsLostWhileTheNativeProviderComesAndGoes(
            @InjectBundleContext BundleContext context, @InjectService SecureDialer dialer) throws Exception {
        Bundle gnutls = new Bundles(context).named("tfo.tls.gnutls");
        try (SecureEcho echo = SecureEcho.start(dialer.sockets(), dialer::tls)) {
            open(TALKS, "gnutls", dialer, echo);
            for (int swap = 0; swap < SWAPS; swap++) {
                gnutls.stop();
                proceed("jsse", dialer, echo);
                gnutls.start();
                proceed("gnutls", dialer, echo);
            }
            close(talks.size());

            System.out.println("TLS connections: " + opened);
            assertEquals(List.of(), echo.failures());
            assertTrue(share("jsse") >= 20 && share("gnutls") >= 20, opened::toString);
        }
    }

    private void proceed(String provider, SecureDialer dialer, SecureEcho echo) throws IOException {
        exchange();
        close(NEW_AT_ONCE);
        open(NEW_AT_ONCE, provider, dialer, echo);
        exchange();
    }

    private void exchange() throws IOException {
        for (SecureTalk talk : talks) {
            talk.exchange();
        }
    }

    private void open(int count, String provider, SecureDialer dialer, SecureEcho echo) throws IOException {
        for (int i = 0; i < count; i++) {
            SecureTalk talk = dialer.dial(echo.address());
            talks.add(talk);
            opened.merge(talk.provider(), 1, Integer::sum);
            assertEquals(provider, talk.provider());
        }
    }

    private void close(int oldest) throws IOException {
        for (int i = 0; i < oldest; i++) {
            talks.remove().close();
        }
    }

    private int share(String provider) {
        int all = opened.values().stream().mapToInt(Integer::intValue).sum();
        return 100 * opened.getOrDefault(provider, 0) / all;
    }
}
