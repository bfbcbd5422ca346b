package tfo.checks;

import static java.util.stream.Collectors.toCollection;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import aQute.bnd.osgi.Domain;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What each jar shows to others, as a bundle and as a module. */
class DoorsTest {
    private static final Set<String> EXPORTING = Set.of("tfo.api", "tfo.lab", "tfo.testkit");

    static List<String> bundles() {
        return SourceTree.bundles();
    }

    /** Those below the top floor; what stands there is run, not depended on. */
    static List<String> libraries() {
        return SourceTree.bundles().stream()
                .filter(module -> Architecture.FLOORS.getOrDefault(module, 0) < 3)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("bundles")
    void folderBundleAndModuleHaveOneName(String module) throws Exception {
        assertEquals(module, bundle(module).getBundleSymbolicName().getKey());
        assertEquals(module, descriptor(module).name());
    }

    @ParameterizedTest
    @MethodSource("libraries")
    void aLibraryIsANamedModuleOfItsOwn(String module) {
        assertFalse(descriptor(module).isAutomatic());
    }

    @ParameterizedTest
    @MethodSource("bundles")
    void onlyTheApiTheLabAndTheTestkitExportPackages(String module) throws Exception {
        Set<String> exports = bundle(module).getExportPackage().keySet();

        assertEquals(EXPORTING.contains(module), !exports.isEmpty(), exports::toString);
    }

    @ParameterizedTest
    @MethodSource("bundles")
    void bundleAndModuleExportTheSame(String module) throws Exception {
        Set<String> exported = descriptor(module).exports().stream()
                .filter(export -> !export.isQualified())
                .map(ModuleDescriptor.Exports::source)
                .collect(toCollection(TreeSet::new));

        assertEquals(bundle(module).getExportPackage().keySet(), exported);
    }

    private static Domain bundle(String module) throws Exception {
        return Domain.domain(SourceTree.jar(module).toFile());
    }

    private static ModuleDescriptor descriptor(String module) {
        return ModuleFinder.of(SourceTree.jar(module))
                .findAll()
                .iterator()
                .next()
                .descriptor();
    }
}
