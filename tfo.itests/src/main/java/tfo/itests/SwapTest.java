package tfo.itests;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.test.common.annotation.InjectBundleContext;
import org.osgi.test.common.annotation.InjectService;
import tfo.itests.load.StreamLoad;

/** The providers change places under load. */
@InFramework
class SwapTest {

    @Test
    @Timeout(value = 300, unit = TimeUnit.SECONDS)
    void noByteAndNoConnectionIsLostWhileTheNativeProviderComesAndGoes(
            @InjectBundleContext BundleContext context, @InjectService Dialer dialer) throws Exception {
        Bundle linux = new Bundles(context).named("tfo.linux");
        try (StreamLoad load = StreamLoad.start()) {
            load.end(List.of(load.open(dialer.sockets()))); // fetches the cookie

            Tally tally = new Tally(new SwapScenario(linux, dialer, load).run("linux", "fallback"));

            System.out.println(tally);
            load.check();
            assertAll(
                    () -> assertTrue(tally.share("linux") >= 20, tally::toString),
                    () -> assertTrue(tally.share("fallback") >= 20, tally::toString),
                    () -> assertEquals(0, tally.acknowledged("fallback"), tally::toString),
                    () -> assertTrue(tally.acknowledged("linux") >= 0.99 * tally.opened("linux"), tally::toString));
        }
    }
}
