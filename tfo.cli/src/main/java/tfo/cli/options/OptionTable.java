package tfo.cli.options;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Rows as a table of Markdown, which can be read on a terminal, too. */
final class OptionTable {
    private static final List<String> HEADINGS =
            List.of("option", "type", "since", "read", "set new", "listening", "connected", "inherited");

    private OptionTable() {}

    /** The table, with a line end at its end. */
    static String of(List<OptionRow> rows) {
        List<List<String>> cells = Stream.concat(
                        Stream.of(HEADINGS, HEADINGS.stream().map(heading -> "").toList()),
                        rows.stream().map(OptionTable::cells))
                .toList();
        int[] widths = IntStream.range(0, HEADINGS.size())
                .map(column -> cells.stream()
                        .mapToInt(row -> row.get(column).length())
                        .max()
                        .orElse(0))
                .toArray();
        return IntStream.range(0, cells.size())
                .mapToObj(line -> line(cells.get(line), widths, line == 1 ? '-' : ' '))
                .collect(Collectors.joining());
    }

    /** What stands in one line of the table. */
    static List<String> cells(OptionRow row) {
        return List.of(
                row.name(),
                row.type(),
                row.since(),
                row.read().text(),
                row.beforeConnect().text(),
                row.listening().text(),
                row.connected().text(),
                row.inherited().text());
    }

    private static String line(List<String> cells, int[] widths, char fill) {
        return IntStream.range(0, widths.length)
                .mapToObj(column -> String.format(Locale.ROOT, "%-" + widths[column] + "s", cells.get(column))
                        .replace(' ', fill == '-' && cells.get(column).isEmpty() ? '-' : ' '))
                .collect(Collectors.joining(" | ", "| ", " |\n"));
    }
}
