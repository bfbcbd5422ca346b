package examples.documents;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The text of sources, in which a piece of code can be looked up however far it is indented. */
final class SourceText {
    private final List<String> files;

    SourceText(List<String> files) {
        this.files = files.stream().map(SourceText::flat).toList();
    }

    /** Of the Java files below these folders. */
    static SourceText below(Path... folders) throws IOException {
        List<String> files = new ArrayList<>();
        for (Path folder : folders) {
            try (Stream<Path> found = Files.walk(folder)) {
                for (Path file :
                        found.filter(f -> f.toString().endsWith(".java")).toList()) {
                    files.add(Files.readString(file));
                }
            }
        }
        return new SourceText(files);
    }

    /** Whether one of them has these lines, whole and in this order. */
    boolean contains(String code) {
        String wanted = flat(code);
        return files.stream().anyMatch(file -> file.contains(wanted));
    }

    private static String flat(String code) {
        return code.strip().lines().map(line -> line.strip() + "\n").collect(joining("", "\n", ""));
    }
}
