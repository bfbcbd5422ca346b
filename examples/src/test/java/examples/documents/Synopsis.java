package examples.documents;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Compares the synopsis of a page with the record of the public surface, whose package names it leaves out. */
final class Synopsis {
    private final Map<String, Set<String>> members = new HashMap<>();

    /** Reads the record: types at the margin, their members indented. */
    Synopsis(List<String> surface) {
        Set<String> current = new HashSet<>();
        for (String line : surface) {
            String words = simple(line.strip());
            if (line.startsWith(" ")) {
                current.add(words);
            } else if (!line.isBlank()) {
                current = new HashSet<>();
                members.put(words, current);
            }
        }
    }

    private static String simple(String line) {
        return line.replaceAll("\\b(?:[a-z]+\\.)+(?=[A-Z])", "").replaceAll("\\b[A-Z]\\w*\\$", "");
    }

    /** The lines that the record does not have: a type at the margin, or a member below its type. */
    String unknown(String text) {
        List<String> unknown = new ArrayList<>();
        Set<String> current = Set.of();
        for (String line : text.lines().toList()) {
            if (line.isBlank()) {
                continue;
            }
            if (line.startsWith(" ")) {
                if (!current.contains(line.strip())) {
                    unknown.add(line);
                }
            } else {
                current = members.getOrDefault(line, Set.of());
                if (!members.containsKey(line)) {
                    unknown.add(line);
                }
            }
        }
        return unknown.stream().collect(joining("\n"));
    }
}
