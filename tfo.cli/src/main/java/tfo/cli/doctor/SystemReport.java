package tfo.cli.doctor;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tfo.api.tcp.TcpCounters;
import tfo.api.tcp.TcpSetting;
import tfo.api.tcp.TcpSystemSettings;
import tfo.cli.core.JsonObject;

/** The system's settings for TCP and its totals, for people and for programs. */
final class SystemReport {
    private SystemReport() {}

    /** The settings by their names: times in seconds, vectors and names as lists; those that the system lacks are not there. */
    static JsonObject json(TcpSystemSettings settings) {
        JsonObject json = new JsonObject();
        settings.values().forEach((setting, value) -> json.put(setting.name(), plain(value)));
        return json;
    }

    private static Object plain(Object value) {
        if (value instanceof Duration time) {
            return time.toNanos() / 1e9;
        }
        if (value instanceof TcpSetting.Vector vector) {
            return List.of(vector.first(), vector.second(), vector.third());
        }
        return value;
    }

    /** The settings, group by group. */
    static String text(TcpSystemSettings settings) {
        StringBuilder text = new StringBuilder();
        for (TcpSetting.Group group : TcpSetting.Group.values()) {
            text.append(String.format(
                    "%nSettings for TCP: %s%n",
                    group.name().toLowerCase(Locale.ROOT).replace('_', ' ')));
            settings.values().forEach((setting, value) -> {
                if (setting.group() == group) {
                    text.append(String.format("  %-44s %s%n", setting, words(value)));
                }
            });
        }
        return settings.availability().usable()
                ? text.toString()
                : String.format(
                        "%nSettings for TCP%n  %s%n", settings.availability().reason());
    }

    /** A value as people write it. */
    static String words(Object value) {
        if (value instanceof Boolean flag) {
            return flag ? "yes" : "no";
        }
        if (value instanceof Duration time) {
            return time.toString().substring(2).toLowerCase(Locale.ROOT);
        }
        return value instanceof List<?> names
                ? String.join(" ", names.stream().map(String::valueOf).toList())
                : value.toString();
    }

    /** The totals that are not zero. */
    static String text(TcpCounters counters) {
        StringBuilder text = new StringBuilder(String.format("%nAll totals for TCP that are not zero%n"));
        for (Map.Entry<String, Long> row : counters.counted().entrySet()) {
            text.append(String.format("  %12d  %s%n", row.getValue(), row.getKey()));
        }
        return text.toString();
    }
}
