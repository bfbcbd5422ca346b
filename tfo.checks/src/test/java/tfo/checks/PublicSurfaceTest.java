package tfo.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PublicSurfaceTest {
    private static final Path RECORD = SourceTree.ROOT.resolve("api/tfo.api.txt");

    @Test
    void theSurfaceOfTheApiIsTheOneOnRecord() throws Exception {
        String surface = PublicSurface.of(classesOf("tfo.api"));
        if (Boolean.getBoolean("update.api")) {
            Files.writeString(RECORD, surface);
        }

        String difference = PublicSurface.difference(Files.readString(RECORD), surface);

        assertTrue(
                difference.isEmpty(),
                () -> "The public surface of tfo.api changed:\n" + difference
                        + "If that is meant, run ./verify --update-api and commit api/tfo.api.txt.");
    }

    private static List<Class<?>> classesOf(String module) throws Exception {
        List<Class<?>> classes = new ArrayList<>();
        for (String name : References.in(SourceTree.classes(module)).keySet()) {
            classes.add(Class.forName(name, false, PublicSurfaceTest.class.getClassLoader()));
        }
        return classes;
    }

    @Test
    void everyPartOfASignatureIsShown() {
        String expected = """
                abstract class tfo.checks.SurfaceSample<T extends Comparable<T>> implements java.io.Closeable
                    static final int CONSTANT
                    protected @Nullable Object field
                    protected new(int, String[])
                    java.util.Optional<T> first(java.util.Map<String, @Nullable T>, java.util.List<?>)
                    protected abstract <E extends Exception> void last(Class<E>, java.util.List<? super T>) throws E, java.io.IOException
                """;

        assertEquals(expected, PublicSurface.of(List.of(SurfaceSample.class)));
    }

    @Test
    void aDifferenceNamesTheTypeOfAChangedMember() {
        String before = "class A\n    int a()\n    int b()\n\nclass B\n    int a()\n";
        String after = "class A\n    int a()\n    long b()\n\nclass B\n    int a()\n";

        assertEquals("- class A: int b()\n+ class A: long b()\n", PublicSurface.difference(before, after));
    }
}
