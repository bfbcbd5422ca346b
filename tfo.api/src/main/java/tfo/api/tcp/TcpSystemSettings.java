package tfo.api.tcp;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import tfo.api.Availability;

/**
 * The system's settings for TCP in this network namespace, as they were when they were read; nothing here writes them. A setting
 * that the running kernel lacks, or does not show, is empty. Immutable.
 */
public final class TcpSystemSettings {
    // As long as the Fast Open queue of a ListenRequest that says nothing of it.
    private static final int QUEUE = 128;

    private static final String CLIENT = "clients may not send data in the SYN: bit 0x1 is missing";
    private static final String SERVER = "listeners may not take data in the SYN: bit 0x2 is missing";
    private static final String COOKIES = "listeners always answer with a SYN cookie and so take no data in the SYN";
    private static final String SHORT_QUEUE = "no listener's Fast Open queue can be longer than this";
    private static final String BLACK_HOLE =
            "one path that swallows Fast Open switches it off to all peers for a while;"
                    + " this library remembers such paths one by one";

    private final Map<TcpSetting<?>, Object> values;
    private final Availability availability;

    private TcpSystemSettings(Map<TcpSetting<?>, Object> values, Availability availability) {
        this.values = values;
        this.availability = availability;
    }

    /** For providers: the settings whose texts, as /proc/sys has them, this function knows; an empty text is no value. */
    public static TcpSystemSettings of(Function<TcpSetting<?>, String> texts) {
        Map<TcpSetting<?>, Object> values = new LinkedHashMap<>();
        for (TcpSetting<?> setting : TcpSetting.all()) {
            setting.decode(texts.apply(setting)).ifPresent(value -> values.put(setting, value));
        }
        return new TcpSystemSettings(
                Collections.unmodifiableMap(values),
                values.isEmpty() ? Availability.missing("/proc/sys/net cannot be read") : Availability.ready());
    }

    /** For providers: no settings, for this reason. */
    public static TcpSystemSettings missing(String reason) {
        return new TcpSystemSettings(Map.of(), Availability.missing(reason));
    }

    /** Whether there are any, or why not. */
    public Availability availability() {
        return availability;
    }

    /** The setting's value; empty if the system has none. */
    // What stands under a setting is what its own decoder made.
    @SuppressWarnings("unchecked")
    public <T> Optional<T> get(TcpSetting<T> setting) {
        return Optional.ofNullable((T) values.get(setting));
    }

    /** The settings that the system has, with their values, in the order of {@link TcpSetting#all()}. */
    public Map<TcpSetting<?>, Object> values() {
        return values;
    }

    /** What stands in the way of Fast Open, most important first; empty if nothing does, or nothing is known. */
    public List<Advice> fastOpenAdvice() {
        if (!availability.usable()) {
            return List.of();
        }
        List<Advice> advice = new ArrayList<>();
        Optional<Long> mask = get(TcpSetting.TCP_FASTOPEN);
        if (mask.isEmpty()) {
            return List.of(new Advice(
                    TcpSetting.TCP_FASTOPEN, "this kernel has no Fast Open; Linux has it since 3.7", Optional.empty()));
        }
        advise(advice, (mask.get() & 0x1) == 0, TcpSetting.TCP_FASTOPEN, CLIENT, mask.get() | 0x1);
        advise(advice, (mask.get() & 0x2) == 0, TcpSetting.TCP_FASTOPEN, SERVER, mask.get() | 0x3);
        advise(advice, is(TcpSetting.TCP_SYNCOOKIES, 2), TcpSetting.TCP_SYNCOOKIES, COOKIES, 1);
        advise(advice, below(TcpSetting.SOMAXCONN, QUEUE), TcpSetting.SOMAXCONN, SHORT_QUEUE, 4096);
        boolean gives = get(TcpSetting.TCP_FASTOPEN_BLACKHOLE_TIMEOUT_SEC)
                .map(time -> !time.isZero())
                .orElse(false);
        advise(advice, gives, TcpSetting.TCP_FASTOPEN_BLACKHOLE_TIMEOUT_SEC, BLACK_HOLE, 0);
        return List.copyOf(advice);
    }

    private static void advise(List<Advice> advice, boolean wrong, TcpSetting<?> setting, String problem, long value) {
        if (wrong) {
            advice.add(new Advice(setting, problem, Optional.of("sysctl -w " + setting.name() + "=" + value)));
        }
    }

    private boolean is(TcpSetting<Long> setting, long value) {
        return get(setting).map(now -> now == value).orElse(false);
    }

    private boolean below(TcpSetting<Long> setting, long value) {
        return get(setting).map(now -> now < value).orElse(false);
    }

    /** How many settings there are, not which. */
    @Override
    public String toString() {
        return availability.usable()
                ? "TcpSystemSettings[" + values.size() + " settings]"
                : "TcpSystemSettings[" + availability.reason() + "]";
    }

    /**
     * A setting that stands in the way of Fast Open.
     *
     * @param setting which
     * @param problem what it does
     * @param command the line to type as root, for this network namespace and until the next boot; empty if nothing would help
     */
    public record Advice(TcpSetting<?> setting, String problem, Optional<String> command) {}
}
