package tfo.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What a measurement found: the circumstances, a table, and how it stands to the goals. */
record Result(String name, Map<String, Object> circumstances, List<Row> rows, List<Goal> goals) {

    Map<String, Object> tree() {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("measurement", name);
        tree.put("machine", Machine.facts());
        tree.put("circumstances", circumstances);
        tree.put("rows", rows.stream().map(Row::cells).toList());
        tree.put("goals", goals.stream().map(Goal::tree).toList());
        return tree;
    }

    String text() {
        return name + ": " + words(circumstances) + "\n" + words(Machine.facts()) + "\n\n" + Table.of(rows) + "\n"
                + goals.stream().map(goal -> goal.text() + "\n").collect(Collectors.joining());
    }

    private static String words(Map<String, Object> facts) {
        return facts.entrySet().stream()
                .map(fact -> fact.getKey() + " " + fact.getValue())
                .collect(Collectors.joining(", "));
    }
}
