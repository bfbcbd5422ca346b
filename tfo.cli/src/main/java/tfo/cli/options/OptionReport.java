package tfo.cli.options;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tfo.cli.core.JsonObject;
import tfo.cli.options.OptionRow.Verdict;

/**
 * What the options of TCP sockets can do on one machine.
 *
 * @param kernel its name and release
 * @param provider the name of the provider whose sockets were tried
 * @param rows what each option can do
 */
public record OptionReport(String kernel, String provider, List<OptionRow> rows) {
    private static final List<String> COLUMNS = List.of(
            "since       the Linux that first had it; TCP_FASTOPEN_KEY takes a backup key since 5.3, SO_MAX_PACING_RATE",
            "            4,294,967,295 and more since 5.0",
            "set new, listening, connected",
            "            whether it can be set before connect, on a bound listener, on a connection, and reads back as what was set",
            "inherited   whether a connection has what its listener was given");

    /** Where it was tried, the table, and what its words mean; with a line end at its end. */
    public String words() {
        return kernel + ", provider " + provider + "\n\n" + OptionTable.of(rows) + "\n" + legend();
    }

    static String legend() {
        Stream<String> verdicts = Arrays.stream(Verdict.values())
                .map(verdict -> String.format(Locale.ROOT, "%-11s %s", verdict.text(), verdict.meaning()));
        return Stream.concat(COLUMNS.stream(), verdicts).collect(Collectors.joining("\n", "", "\n"));
    }

    /** The same as JSON, but for the meanings. */
    public JsonObject json() {
        return new JsonObject()
                .put("kernel", kernel)
                .put("provider", provider)
                .put("options", rows.stream().map(OptionRow::json).toList());
    }
}
