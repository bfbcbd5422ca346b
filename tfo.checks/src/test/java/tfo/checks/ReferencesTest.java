package tfo.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReferencesTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "b.B field;",
                "b.B[][] array;",
                "java.util.List<b.B> generic;",
                "Object method(b.B b) { return null; }",
                "void method() throws b.B { }",
                "void local() { new b.B(); }",
                "Object literal() { return b.B.class; }",
                "Object cast(Object o) { return (b.B) o; }",
                "void caught() { try { System.gc(); } catch (b.B e) { } }",
                "java.util.function.Supplier<Object> lambda() { return () -> new b.B(); }",
                "java.util.function.Supplier<Object> reference() { return b.B::new; }",
                "void called() { b.B.hello(); }"
            })
    void everyWayToNameAClassIsSeen(String member) throws Exception {
        compile("b/B.java", "package b; public class B extends RuntimeException { public static void hello() {} }");
        compile("a/A.java", "package a; class A { " + member + " }");

        Map<String, Set<String>> uses = References.in(folder);

        assertEquals(Set.of("a.A", "b.B"), uses.keySet());
        assertEquals(Set.of("b.B"), ours(uses.get("a.A")));
    }

    @Test
    void aNestedClassIsNamedByItsBinaryName() throws Exception {
        compile("a/A.java", "package a; class A { class Nested { } }");

        assertEquals(Set.of("a.A", "a.A$Nested"), References.in(folder).keySet());
    }

    private void compile(String name, String source) throws Exception {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, source);
        List<String> arguments =
                List.of("-proc:none", "-d", folder.toString(), "-cp", folder.toString(), file.toString());
        int status = ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new));
        assertEquals(0, status, source);
    }

    private static Set<String> ours(Set<String> names) {
        Set<String> ours = new TreeSet<>(names);
        ours.removeIf(name -> name.startsWith("java."));
        return ours;
    }
}
