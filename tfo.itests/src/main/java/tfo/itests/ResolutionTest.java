package tfo.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleWire;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.test.common.annotation.InjectBundleContext;

/** The bundles fit together and keep to themselves what is theirs. */
@InFramework
class ResolutionTest {
    private static final Set<String> EXPORTING = Set.of("tfo.api", "tfo.lab", "tfo.testkit");

    @Test
    void everyBundleIsActive(@InjectBundleContext BundleContext context) {
        List<String> idle = new Bundles(context)
                .all()
                .filter(bundle -> bundle.getState() != (Bundles.isFragment(bundle) ? Bundle.RESOLVED : Bundle.ACTIVE))
                .map(Bundle::toString)
                .toList();

        assertEquals(List.of(), idle);
    }

    @Test
    void theProvidersAndTheApiAreHere(@InjectBundleContext BundleContext context) {
        Set<String> names = new Bundles(context)
                .ofProduct().stream().map(Bundle::getSymbolicName).collect(Collectors.toSet());

        assertTrue(names.containsAll(Set.of("tfo.api", "tfo.linux", "tfo.fallback")), names::toString);
    }

    @Test
    void onlyTheContractsAreExported(@InjectBundleContext BundleContext context) {
        for (Bundle bundle : new Bundles(context).ofProduct()) {
            List<String> exported = exports(bundle).toList();

            assertEquals(EXPORTING.contains(bundle.getSymbolicName()), !exported.isEmpty(), bundle + " " + exported);
            assertTrue(exported.stream().allMatch(name -> (name + ".").startsWith(bundle.getSymbolicName() + ".")));
        }
        assertEquals(
                Set.of("tfo.api", "tfo.api.socket", "tfo.api.tcp", "tfo.api.tls"),
                exports(new Bundles(context).named("tfo.api")).collect(Collectors.toSet()));
    }

    @Test
    void theNativeProviderGetsJnaFromItsBundleAndTheSocketOptionsFromTheJdk(
            @InjectBundleContext BundleContext context) {
        Bundle linux = new Bundles(context).named("tfo.linux");

        assertEquals("com.sun.jna", exporter(linux, "com.sun.jna").getSymbolicName());
        assertEquals(0, exporter(linux, "jdk.net").getBundleId());
    }

    private static Stream<String> exports(Bundle bundle) {
        return bundle.adapt(BundleWiring.class).getCapabilities(PackageNamespace.PACKAGE_NAMESPACE).stream()
                .map(export -> (String) export.getAttributes().get(PackageNamespace.PACKAGE_NAMESPACE));
    }

    private static Bundle exporter(Bundle importer, String name) {
        return importer.adapt(BundleWiring.class).getRequiredWires(PackageNamespace.PACKAGE_NAMESPACE).stream()
                .map(BundleWire::getCapability)
                .filter(export -> name.equals(export.getAttributes().get(PackageNamespace.PACKAGE_NAMESPACE)))
                .findFirst()
                .orElseThrow(() -> new AssertionError(importer + " is not wired to " + name))
                .getRevision()
                .getBundle();
    }
}
