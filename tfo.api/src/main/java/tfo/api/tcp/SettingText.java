package tfo.api.tcp;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** How the text of a sysctl is read, as /proc/sys has it: with a newline at its end. */
interface SettingText<T> {
    SettingText<Long> NUMBER = Long::valueOf;
    SettingText<Boolean> FLAG = text -> Long.parseLong(text) != 0;
    SettingText<String> NAME = SettingText::name;
    SettingText<List<String>> NAMES = text -> text.isEmpty() ? List.of() : List.of(text.split("\\s+", -1));
    SettingText<TcpSetting.Vector> VECTOR = SettingText::vector;

    /** The value of a text without blanks around it, or any of these exceptions. */
    T read(String text) throws IllegalArgumentException, ArithmeticException;

    /** A number of this unit. */
    static SettingText<Duration> time(ChronoUnit unit) {
        return text -> Duration.of(Long.parseLong(text), unit);
    }

    private static String name(String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("no name");
        }
        return text;
    }

    private static TcpSetting.Vector vector(String text) {
        String[] numbers = text.split("\\s+", -1);
        if (numbers.length != 3) {
            throw new IllegalArgumentException(text);
        }
        return new TcpSetting.Vector(
                Long.parseLong(numbers[0]), Long.parseLong(numbers[1]), Long.parseLong(numbers[2]));
    }

    /** The value that this text stands for; empty if it is none of this type, or there is no text: there may be no names in one. */
    default Optional<T> decode(String text) {
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(read(text.strip()));
        } catch (IllegalArgumentException | ArithmeticException e) {
            return Optional.empty();
        }
    }
}
