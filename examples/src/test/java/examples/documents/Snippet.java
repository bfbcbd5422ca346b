package examples.documents;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A part of a source file, between a line {@code // snippet: NAME} and a line {@code // end}, as a document shows it.
 *
 * @param source the file
 * @param text the lines, without the indentation they have in common
 */
record Snippet(Path source, String text) {
    private static final String BEGIN = "// snippet: ", END = "// end";

    /** Every snippet of the Java files below these folders, by name. */
    static Map<String, Snippet> below(Path... folders) throws IOException {
        Map<String, Snippet> all = new TreeMap<>();
        for (Path folder : folders) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file :
                        files.filter(f -> f.toString().endsWith(".java")).toList()) {
                    in(file, Files.readAllLines(file)).forEach((name, snippet) -> put(all, name, snippet));
                }
            }
        }
        return all;
    }

    private static void put(Map<String, Snippet> all, String name, Snippet snippet) {
        Snippet other = all.put(name, snippet);
        if (other != null) {
            throw new AssertionError("two snippets " + name + ": " + other.source() + ", " + snippet.source());
        }
    }

    static Map<String, Snippet> in(Path file, List<String> lines) {
        Map<String, Snippet> found = new TreeMap<>();
        List<String> region = new ArrayList<>();
        String name = "";
        for (String line : lines) {
            String mark = line.strip();
            if (mark.startsWith(BEGIN)) {
                name = mark.substring(BEGIN.length());
                region.clear();
            } else if (mark.equals(END) && !name.isEmpty()) {
                String text = String.join("\n", region).stripIndent();
                put(found, name, new Snippet(file, text + "\n"));
                name = "";
            } else {
                region.add(line);
            }
        }
        if (!name.isEmpty()) {
            throw new AssertionError(file + ": snippet " + name + " has no end");
        }
        return found;
    }
}
