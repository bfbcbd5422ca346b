package tfo.cli.demo;

import java.util.List;
import tfo.cli.core.Json;

/**
 * The outcome of the race.
 *
 * @param plan what was run
 * @param rtt the line's round trip in milliseconds: the mean of its medians before and after the race, by ICMP echo
 * @param requestBytes the size of the request
 * @param rows one for each way to connect
 */
public record DemoResult(DemoPlan plan, double rtt, int requestBytes, List<Row> rows) {

    /** Copies the rows. */
    public DemoResult {
        rows = List.copyOf(rows);
    }

    /** Whether there is a way whose request was taken out of the SYN. */
    public boolean fastOpenHappened() {
        return rows.stream().anyMatch(row -> row.fastOpen().acknowledged());
    }

    /** The rows as a JSON array. */
    public String json() {
        return Json.text(rows.stream().map(Row::json).toList());
    }
}
