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
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
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
    void bothBuildsWriteTheSameHeaders(String module) throws Exception {
        assertEquals(text(headersByMaven(module)), text(headersByWorkspace(module)));
    }

    private static Attributes headersByMaven(String module) throws Exception {
        try (JarFile jar = new JarFile(SourceTree.jar(module).toFile())) {
            return jar.getManifest().getMainAttributes();
        }
    }

    private static Attributes headersByWorkspace(String module) throws Exception {
        Project project = workspace.getProject(module);
        assertNotNull(project, module);
        project.prepare();
        assertTrue(project.check(), () -> project.getErrors().toString());
        try (ProjectBuilder builder = project.getBuilder(null)) {
            Jar[] jars = builder.builds();
            assertEquals(List.of(), builder.getErrors());
            assertEquals(1, jars.length);
            return jars[0].getManifest().getMainAttributes();
        }
    }

    /** The headers parsed and sorted, one clause a line, so that a difference can be read. */
    private static String text(Attributes headers) {
        Map<String, String> lines = new TreeMap<>();
        headers.forEach((name, value) -> lines.put(name.toString(), clauses(value.toString())));
        return lines.entrySet().stream()
                .map(header -> header.getKey() + ":" + header.getValue())
                .collect(joining("\n"));
    }

    private static String clauses(String header) {
        return OSGiHeader.parseHeader(header).entrySet().stream()
                .map(clause -> "\n    " + clause.getKey() + " " + new TreeMap<>(clause.getValue()))
                .sorted()
                .collect(joining());
    }
}
