package tfo.checks;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import aQute.bnd.build.Project;
import aQute.bnd.build.ProjectBuilder;
import aQute.bnd.build.Workspace;
import aQute.bnd.header.OSGiHeader;
import aQute.bnd.osgi.Jar;
import aQute.bnd.osgi.Resource;
import aQute.libg.cryptography.SHA1;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The tree is a Maven build and a bnd workspace; both must make the same bundles of it. */
class BothBuildsTest {
    private static Workspace workspace;

    @BeforeAll
    static void openTheWorkspace() throws Exception {
        workspace = new Workspace(SourceTree.ROOT.toFile());
    }

    @AfterAll
    static void closeTheWorkspace() {
        workspace.close();
    }

    @Test
    void theWorkspaceOpensAndHasEveryBundleAsAProject() throws Exception {
        assertTrue(workspace.check(), () -> workspace.getErrors().toString());
        assertEquals(
                List.copyOf(SourceTree.bundles()).stream().sorted().toList(),
                workspace.getAllProjects().stream()
                        .map(Project::getName)
                        .sorted()
                        .toList());
    }

    static List<String> bundles() {
        return SourceTree.bundles();
    }

    @ParameterizedTest
    @MethodSource("bundles")
    void bothBuildsMakeTheSameBundle(String module) throws Exception {
        Project project = workspace.getProject(module);
        assertNotNull(project, module);
        project.prepare();
        assertTrue(project.check(), () -> project.getErrors().toString());

        try (Jar byMaven = new Jar(SourceTree.jar(module).toFile());
                ProjectBuilder builder = project.getBuilder(null)) {
            Jar byWorkspace = builder.builds()[0];

            assertEquals(List.of(), builder.getErrors());
            assertEquals(headers(byMaven), headers(byWorkspace));
            assertEquals(contents(byMaven), contents(byWorkspace));
        }
    }

    private static String contents(Jar jar) throws Exception {
        Map<String, String> contents = new TreeMap<>();
        for (Map.Entry<String, Resource> entry : jar.getResources().entrySet()) {
            byte[] bytes = entry.getValue().openInputStream().readAllBytes();
            contents.put(entry.getKey(), SHA1.digest(bytes).asHex());
        }
        contents.keySet().removeIf(BothBuildsTest::differsForAReason);
        return text(contents, Function.identity());
    }

    // The manifest is compared header by header; the pom is added by Maven alone; a workspace compiles against a
    // sibling's folder of classes, which has no module name yet, so that its module descriptors lack that they require
    // tfo.api.
    private static boolean differsForAReason(String name) {
        return Set.of("META-INF/MANIFEST.MF", "module-info.class").contains(name) || name.startsWith("META-INF/maven/");
    }

    /** The headers parsed and sorted, one clause a line, so that a difference can be read. */
    private static String headers(Jar jar) throws Exception {
        Map<String, String> headers = new TreeMap<>();
        jar.getManifest().getMainAttributes().forEach((name, value) -> headers.put(name.toString(), value.toString()));
        return text(headers, BothBuildsTest::clauses);
    }

    private static String text(Map<String, String> lines, Function<String, String> form) {
        return lines.entrySet().stream()
                .map(line -> line.getKey() + ": " + form.apply(line.getValue()))
                .collect(joining("\n"));
    }

    private static String clauses(String header) {
        return OSGiHeader.parseHeader(header).entrySet().stream()
                .map(clause -> "\n    " + clause.getKey() + " " + new TreeMap<>(clause.getValue()))
                .sorted()
                .collect(joining());
    }
}
