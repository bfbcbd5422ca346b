package tfo.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Rows under each other, numbers to the right. */
final class Table {
    private Table() {}

    static String of(List<Row> rows) {
        Map<String, Integer> widths = new LinkedHashMap<>();
        for (Row row : rows) {
            row.cells()
                    .forEach((column, value) -> widths.merge(
                            column, Math.max(column.length(), text(value).length()), Math::max));
        }
        StringBuilder table = new StringBuilder();
        Map<String, Object> heads = new LinkedHashMap<>();
        widths.keySet().forEach(column -> heads.put(column, column));
        line(table, heads, widths);
        rows.forEach(row -> line(table, row.cells(), widths));
        return table.toString();
    }

    private static void line(StringBuilder table, Map<String, Object> cells, Map<String, Integer> widths) {
        int start = table.length();
        widths.forEach((column, width) -> {
            String text = text(cells.getOrDefault(column, ""));
            String blanks = " ".repeat(width - text.length());
            table.append(column.equals("name") ? text + blanks : "  " + blanks + text);
        });
        while (table.length() > start && table.charAt(table.length() - 1) == ' ') {
            table.setLength(table.length() - 1);
        }
        table.append('\n');
    }

    private static String text(Object value) {
        return value.toString();
    }
}
