package tfo.api.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tfo.api.tcp.TcpSetting.Vector;
import tfo.api.tcp.TcpSystemSettings.Advice;

class TcpSystemSettingsTest {
    private final Map<String, String> texts = new HashMap<>(Map.of("net.ipv4.tcp_fastopen", "3\n"));

    @Test
    void eachValueHasItsType() {
        TcpSystemSettings settings = settings("6.18");

        assertEquals(Optional.of(1L), settings.get(TcpSetting.TCP_FASTOPEN));
        assertEquals(Optional.of(true), settings.get(TcpSetting.TCP_SACK));
        assertEquals(Optional.of(false), settings.get(TcpSetting.TCP_RFC1337));
        assertEquals(Optional.of(new Vector(4096, 131072, 33554432)), settings.get(TcpSetting.TCP_RMEM));
        assertEquals(
                Optional.of(List.of("reno", "bbr", "cubic")),
                settings.get(TcpSetting.TCP_AVAILABLE_CONGESTION_CONTROL));
        assertEquals(Optional.of("bbr"), settings.get(TcpSetting.TCP_CONGESTION_CONTROL));
        assertEquals(Optional.of(Duration.ofHours(2)), settings.get(TcpSetting.TCP_KEEPALIVE_TIME));
        assertEquals(Optional.of(Duration.ofMinutes(2)), settings.get(TcpSetting.TCP_RTO_MAX_MS));
        assertEquals(Optional.of(Duration.ofMillis(200)), settings.get(TcpSetting.TCP_RTO_MIN_US));
        assertEquals(Optional.of(Duration.ofMillis(1)), settings.get(TcpSetting.TCP_COMP_SACK_DELAY_NS));
        assertEquals(Optional.of(4294967295L), settings.get(TcpSetting.TCP_NOTSENT_LOWAT));
    }

    @Test
    void whatAKernelLacksIsEmpty() {
        assertTrue(settings("6.18").get(TcpSetting.TCP_TW_RECYCLE).isEmpty());
        assertTrue(settings("6.18").get(TcpSetting.TCP_WESTWOOD).isEmpty());
        assertEquals(Optional.of(false), settings("3.10").get(TcpSetting.TCP_TW_RECYCLE));
        assertTrue(settings("3.10").get(TcpSetting.TCP_RTO_MAX_MS).isEmpty());
        assertFalse(settings("3.10").values().containsKey(TcpSetting.TCP_RTO_MAX_MS));
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.10", "6.18"})
    void everySettingOfAKernelIsKnownAndReadButTheSecret(String kernel) {
        Set<String> known = new HashSet<>();
        settings(kernel).values().keySet().forEach(setting -> known.add(setting.name()));

        Set<String> unknown = new HashSet<>(sysctl(kernel).keySet());
        unknown.removeAll(known);
        unknown.remove("net.ipv4.tcp_max_ssthresh"); // In the kernels of one distribution only.
        assertEquals(Set.of("net.ipv4.tcp_fastopen_key"), unknown);
    }

    @Test
    void noTextIsTooStrange() {
        SplittableRandom random = new SplittableRandom(7);
        String alphabet = "0123456789 -\t\n\0.xabc\u00ff";
        for (int round = 0; round < 60; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(30); i > 0; i--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }

            TcpSystemSettings settings = TcpSystemSettings.of(setting -> text.toString());

            settings.values()
                    .values()
                    .forEach(value -> assertFalse(value.toString().isEmpty()));
            assertFalse(settings.fastOpenAdvice().stream()
                    .anyMatch(advice -> advice.problem().isEmpty()));
        }
    }

    @Test
    void eachObstacleIsNamedWithTheCommandThatRemovesIt() {
        assertEquals(List.of(), advice());

        texts.put("net.ipv4.tcp_fastopen", "1024");
        texts.put("net.ipv4.tcp_syncookies", "2");
        texts.put("net.core.somaxconn", "16");
        texts.put("net.ipv4.tcp_fastopen_blackhole_timeout_sec", "3600");

        assertEquals(
                List.of(
                        "sysctl -w net.ipv4.tcp_fastopen=1025",
                        "sysctl -w net.ipv4.tcp_fastopen=1027",
                        "sysctl -w net.ipv4.tcp_syncookies=1",
                        "sysctl -w net.core.somaxconn=4096",
                        "sysctl -w net.ipv4.tcp_fastopen_blackhole_timeout_sec=0"),
                advice());
    }

    private List<String> advice() {
        return TcpSystemSettings.of(setting -> texts.getOrDefault(setting.name(), "")).fastOpenAdvice().stream()
                .map(advice -> advice.command().orElseThrow())
                .toList();
    }

    @Test
    void aKernelWithoutFastOpenCannotBeHelped() {
        List<Advice> advice = TcpSystemSettings.of(setting -> setting == TcpSetting.TCP_SACK ? "1" : "")
                .fastOpenAdvice();

        assertEquals(1, advice.size());
        assertTrue(advice.get(0).command().isEmpty());
    }

    @Test
    void noSettingsHaveAReasonAndNoAdvice() {
        TcpSystemSettings none = TcpSystemSettings.of(setting -> "");

        assertEquals("/proc/sys/net cannot be read", none.availability().reason());
        assertEquals(List.of(), none.fastOpenAdvice());
        assertEquals(Map.of(), none.values());
    }

    private static TcpSystemSettings settings(String kernel) {
        Map<String, String> texts = sysctl(kernel);
        return TcpSystemSettings.of(setting -> texts.getOrDefault(setting.name(), ""));
    }

    /** What {@code sysctl -a} prints of TCP on such a kernel. */
    private static Map<String, String> sysctl(String kernel) {
        String file = "sysctl-" + kernel + ".txt";
        try (InputStream in = Objects.requireNonNull(TcpSystemSettingsTest.class.getResourceAsStream(file), file)) {
            Map<String, String> texts = new HashMap<>();
            new String(in.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .map(line -> line.split(" = ", 2))
                    .forEach(pair -> texts.put(pair[0], pair[1] + "\n"));
            return texts;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
