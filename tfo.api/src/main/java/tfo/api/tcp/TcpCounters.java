package tfo.api.tcp;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The Tcp rows of /proc/net/snmp and the TcpExt rows of /proc/net/netstat: totals of one network namespace since it was made, under
 * the names that nstat(8) gives them, such as {@code TcpRetransSegs} and {@code TcpExtTCPTimeouts}.
 *
 * @param rows the rows that the running kernel has, in its order
 */
public record TcpCounters(Map<String, Long> rows) {
    /** No rows: the view of a system without these counters. */
    public static final TcpCounters NONE = new TcpCounters(Map.of());

    // States and constants among the totals: a difference would mean nothing.
    private static final Set<String> NO_TOTALS =
            Set.of("TcpRtoAlgorithm", "TcpRtoMin", "TcpRtoMax", "TcpMaxConn", "TcpCurrEstab");

    /** Copies the rows. */
    public TcpCounters {
        rows = Collections.unmodifiableMap(new LinkedHashMap<>(rows));
    }

    /** A row by its name; empty if the running kernel has none of this name. */
    public OptionalLong get(String name) {
        Long value = rows.get(name);
        return value == null ? OptionalLong.empty() : OptionalLong.of(value);
    }

    /** The eight rows of Fast Open; one that the running kernel lacks is zero. */
    public FastOpenCounters fastOpen() {
        return new FastOpenCounters(
                total(FastOpenCounter.ACTIVE),
                total(FastOpenCounter.ACTIVE_FAIL),
                total(FastOpenCounter.PASSIVE),
                total(FastOpenCounter.PASSIVE_FAIL),
                total(FastOpenCounter.LISTEN_OVERFLOW),
                total(FastOpenCounter.COOKIE_REQUESTED),
                total(FastOpenCounter.BLACKHOLE),
                total(FastOpenCounter.PASSIVE_ALT_KEY));
    }

    private long total(FastOpenCounter counter) {
        return get("TcpExt" + counter.row()).orElse(0);
    }

    /**
     * What was added since that earlier reading. The rows that are no totals ({@code TcpCurrEstab} and the constants) are as they
     * are in this one.
     */
    public TcpCounters since(TcpCounters earlier) {
        Map<String, Long> added = new LinkedHashMap<>();
        rows.forEach((name, value) -> {
            long before = NO_TOTALS.contains(name) ? 0 : earlier.get(name).orElse(0);
            added.put(name, value - before);
        });
        return new TcpCounters(added);
    }

    /** The totals that are not zero: after {@link #since} what happened meanwhile. */
    public Map<String, Long> counted() {
        Map<String, Long> counted = new LinkedHashMap<>(rows);
        counted.values().removeIf(value -> value == 0);
        counted.keySet().removeAll(NO_TOTALS);
        return Collections.unmodifiableMap(counted);
    }
}
