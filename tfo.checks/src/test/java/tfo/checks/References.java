package tfo.checks;

import aQute.bnd.osgi.Analyzer;
import aQute.bnd.osgi.Clazz;
import aQute.bnd.osgi.Descriptors.TypeRef;
import aQute.bnd.osgi.FileResource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Which class names which: what stands in the class files of a folder, read by the library that computes Import-Package. */
final class References {
    private References() {}

    /** Every class below the folder with the classes it names; itself, primitive types and arrays as such left out. */
    static SortedMap<String, Set<String>> in(Path folder) throws Exception {
        SortedMap<String, Set<String>> uses = new TreeMap<>();
        try (Analyzer analyzer = new Analyzer()) {
            for (Path file : classFiles(folder)) {
                Clazz type = new Clazz(analyzer, file.toString(), new FileResource(file));
                Set<String> names = names(type.parseClassFile());
                String name = type.getClassName().getFQN();
                names.remove(name);
                uses.put(name, names);
            }
        }
        return uses;
    }

    private static List<Path> classFiles(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".class"))
                    .filter(file -> !file.endsWith("module-info.class"))
                    .sorted()
                    .toList();
        }
    }

    private static Set<String> names(Set<TypeRef> types) {
        Set<String> names = new TreeSet<>();
        for (TypeRef type : types) {
            TypeRef element = type.isArray() ? type.getClassRef() : type;
            if (!element.isPrimitive()) {
                names.add(element.getFQN());
            }
        }
        return names;
    }
}
