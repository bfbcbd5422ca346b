package tfo.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.test.common.annotation.InjectBundleContext;
import org.osgi.test.common.annotation.InjectService;
import tfo.api.socket.FastOpenReport;
import tfo.itests.load.Stream;
import tfo.itests.load.StreamLoad;

/** In a framework that was started with {@code tfo.linux.disable=true}: the native provider is there and keeps out of the way. */
@InFramework
class DisabledTest {

    @Test
    void theNativeBundleIsActiveAndRegistersNothing(@InjectBundleContext BundleContext context) throws Exception {
        assertEquals(Bundle.ACTIVE, new Bundles(context).named("tfo.linux").getState());
        assertEquals(Map.of("fallback", -1000), new Providers(context).rankings());
    }

    @Test
    void theConditionOfTheNativeProviderDoesNotHold(@InjectBundleContext BundleContext context) throws Exception {
        assertNull(context.getServiceReferences((String) null, "(osgi.condition.id=tfo.linux.native)"));
    }

    @Test
    @Timeout(value = 300, unit = TimeUnit.SECONDS)
    void noByteAndNoConnectionIsLostWhileTheIdleProviderComesAndGoes(
            @InjectBundleContext BundleContext context, @InjectService Dialer dialer) throws Exception {
        Bundle linux = new Bundles(context).named("tfo.linux");
        try (StreamLoad load = StreamLoad.start()) {
            List<Stream> streams = new SwapScenario(linux, dialer, load).run("fallback", "fallback");

            load.check();
            System.out.println(new Tally(streams));
            assertTrue(streams.stream().map(Stream::report).allMatch(DisabledTest::notTriedWithReason));
        }
    }

    private static boolean notTriedWithReason(FastOpenReport report) {
        assertFalse(report.reason().isEmpty());
        return report.outcome() == FastOpenReport.Outcome.NOT_TRIED && report.inSyn() == 0;
    }
}
