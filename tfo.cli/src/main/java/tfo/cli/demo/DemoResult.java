package tfo.cli.demo;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import tfo.cli.core.Json;

/**
 * The outcome of the race.
 *
 * @param plan what was run
 * @param server who answered, in words
 * @param rtt the line's round trip in milliseconds: the mean of its medians before and after the race, by ICMP echo
 * @param requestBytes the size of the request
 * @param rows one for each way to connect
 * @param notes what could not be raced here, in words
 */
public record DemoResult(
        DemoPlan plan, String server, double rtt, int requestBytes, List<Row> rows, List<String> notes) {

    /** Copies the rows. */
    public DemoResult {
        rows = List.copyOf(rows);
        notes = List.copyOf(notes);
    }

    /** What should have been there and was not, in words; empty if all was. */
    public Optional<String> shortcoming() {
        if (rows.stream().noneMatch(row -> row.fastOpen().acknowledged())) {
            return Optional.of("no SYN carried data that was taken; ./tfo doctor tells why");
        }
        return rows.stream()
                .filter(row -> row.wantsEarlyData() && row.accepted() == 0)
                .findFirst()
                .map(row -> "early data was never accepted: " + row.name());
    }

    /** The rows as a JSON array. */
    public String json() {
        return Json.text(rows.stream().map(Row::json).toList());
    }

    /** The fastest way, with TLS if there is one. */
    Row best() {
        boolean tls = rows.stream().anyMatch(Row::tls);
        return rows.stream()
                .filter(row -> row.tls() == tls)
                .min(Comparator.comparingDouble(Row::millis))
                .orElseThrow();
    }

    /** What the JDK alone achieves where this row is better: by the same kind of handshake, a full one or a resumed one. */
    Row baseline(Row row) {
        return rows.stream()
                .filter(other -> other.stack().equals("jdk") && other.tls() == row.tls())
                .filter(other -> other.resumed() == row.resumed())
                .findFirst()
                .orElse(rows.get(0));
    }

    /** The longest time of all rows, in milliseconds. */
    double slowest() {
        return rows.stream().mapToDouble(Row::millis).max().orElse(1);
    }
}
