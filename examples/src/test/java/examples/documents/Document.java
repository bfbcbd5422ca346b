package examples.documents;

import static java.util.stream.Collectors.toSet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A Markdown file of the tree.
 *
 * @param file where it lies
 * @param lines its lines
 */
record Document(Path file, List<String> lines) {
    private static final Pattern SNIPPET = Pattern.compile("<!-- snippet: (?<name>[a-z-]+) -->");
    private static final Pattern LINK =
            Pattern.compile("\\]\\((?<target>[^)#\\s]+)(#[^)]*)?\\)|<img[^>]* src=\"(?<image>[^\"]+)\"");
    private static final Pattern HEADING = Pattern.compile("#+ (?<words>.*)");
    private static final Set<String> NOT_OURS = Set.of("target", ".git", "node_modules");

    /** Every Markdown file below the folder, in order. */
    static List<Document> below(Path root) throws IOException {
        List<Document> all = new ArrayList<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file :
                    files.filter(file -> isOne(root.relativize(file))).sorted().toList()) {
                all.add(new Document(file, Files.readAllLines(file)));
            }
        }
        return all;
    }

    private static boolean isOne(Path file) {
        for (Path part : file) {
            if (NOT_OURS.contains(part.toString())) {
                return false;
            }
        }
        return file.toString().endsWith(".md");
    }

    /**
     * A fenced block.
     *
     * @param line the number of its opening fence, from 1
     * @param language what the fence says it is
     * @param snippet the name in the comment on the line above; empty if there is none
     * @param text its lines
     */
    record Block(int line, String language, String snippet, String text) {}

    /** The blocks in this language. */
    List<Block> blocks(String language) {
        List<Block> blocks = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith("```")) {
                int end = endOfBlock(i);
                blocks.add(block(i, end));
                i = end;
            }
        }
        return blocks.stream()
                .filter(block -> block.language().equals(language))
                .toList();
    }

    private int endOfBlock(int begin) {
        for (int i = begin + 1; i < lines.size(); i++) {
            if (lines.get(i).equals("```")) {
                return i;
            }
        }
        throw new AssertionError(file + ":" + (begin + 1) + ": the block has no end");
    }

    private Block block(int begin, int end) {
        Matcher name = SNIPPET.matcher(begin == 0 ? "" : lines.get(begin - 1));
        String language = lines.get(begin).substring(3);
        String text = String.join("\n", lines.subList(begin + 1, end)) + "\n";
        return new Block(begin + 1, language, name.matches() ? name.group("name") : "", text);
    }

    /** The same document with the text of these snippets in its blocks. */
    Document with(Map<String, Snippet> snippets) {
        List<String> updated = new ArrayList<>();
        int from = 0;
        for (Block block : blocks("java")) {
            Snippet snippet = snippets.get(block.snippet());
            if (snippet != null) {
                updated.addAll(lines.subList(from, block.line()));
                snippet.text().lines().forEach(updated::add);
                from = endOfBlock(block.line() - 1);
            }
        }
        updated.addAll(lines.subList(from, lines.size()));
        return new Document(file, updated);
    }

    void write() throws IOException {
        Files.writeString(file, String.join("\n", lines) + "\n");
    }

    /** What it links to inside the tree and does not find. */
    List<String> deadLinks() {
        List<String> dead = new ArrayList<>();
        Matcher link = LINK.matcher(String.join("\n", lines));
        while (link.find()) {
            String target = link.group("target") == null ? link.group("image") : link.group("target");
            Path there = file.resolveSibling(target);
            boolean outside = target.contains("://") || target.startsWith("mailto:");
            if (!outside && !Files.exists(there)) {
                dead.add(file + " links to " + target + ", which is not there");
            }
        }
        return dead;
    }

    /** The words of its headings, in lower case. */
    Set<String> headings() {
        return lines.stream()
                .map(HEADING::matcher)
                .filter(Matcher::matches)
                .map(heading -> heading.group("words").toLowerCase(java.util.Locale.ROOT))
                .collect(toSet());
    }
}
