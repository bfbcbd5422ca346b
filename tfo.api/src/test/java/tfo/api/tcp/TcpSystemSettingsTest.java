package tfo.api.tcp;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
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
        TcpSystemSettings settings = settings("6.18-captured");

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
        assertTrue(settings("6.18-captured").get(TcpSetting.TCP_TW_RECYCLE).isEmpty());
        assertTrue(settings("6.18-captured").get(TcpSetting.TCP_WESTWOOD).isEmpty());
        assertEquals(Optional.of(false), settings("3.10-reconstructed").get(TcpSetting.TCP_TW_RECYCLE));
        assertTrue(settings("3.10-reconstructed").get(TcpSetting.TCP_RTO_MAX_MS).isEmpty());
        assertFalse(settings("3.10-reconstructed").values().containsKey(TcpSetting.TCP_RTO_MAX_MS));
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.10-reconstructed", "6.18-captured"})
    void everySettingOfAKernelIsKnownAndReadButTheSecret(String kernel) {
        Set<String> known = new HashSet<>();
        settings(kernel).values().keySet().forEach(setting -> known.add(setting.name()));

        Set<String> unknown = new HashSet<>(sysctl(kernel).keySet());
        unknown.removeAll(known);
        assertEquals(Set.of("net.ipv4.tcp_fastopen_key"), unknown);
    }

    /**
     * Every file that tcp(7) names, of the page of 2010 and of today's, headings that a print of it has lost included.
     * tcp_fastopen_key is a secret and has no setting.
     */
    private static final String PAGE =
            "tcp_abc tcp_abort_on_overflow tcp_adv_win_scale tcp_allowed_congestion_control tcp_app_win "
                    + "tcp_autocorking tcp_available_congestion_control tcp_base_mss tcp_bic tcp_bic_fast_convergence tcp_bic_low_window "
                    + "tcp_congestion_control tcp_dma_copybreak tcp_dsack tcp_ecn tcp_ecn_fallback tcp_fack tcp_fastopen tcp_fin_timeout "
                    + "tcp_frto tcp_frto_response tcp_keepalive_intvl tcp_keepalive_probes tcp_keepalive_time tcp_low_latency "
                    + "tcp_max_orphans tcp_max_syn_backlog tcp_max_tw_buckets tcp_mem tcp_moderate_rcvbuf tcp_mtu_probing "
                    + "tcp_no_metrics_save tcp_orphan_retries tcp_reordering tcp_retrans_collapse tcp_retries1 tcp_retries2 tcp_rfc1337 "
                    + "tcp_rmem tcp_sack tcp_slow_start_after_idle tcp_stdurg tcp_syn_retries tcp_synack_retries tcp_syncookies "
                    + "tcp_timestamps tcp_tso_win_divisor tcp_tw_recycle tcp_tw_reuse tcp_vegas_cong_avoid tcp_westwood "
                    + "tcp_window_scaling tcp_wmem tcp_workaround_signed_windows";

    @Test
    void everySettingOfThePageIsThere() {
        Set<String> missing = new HashSet<>();
        for (String name : PAGE.split(" ", -1)) {
            missing.add("net.ipv4." + name);
        }
        TcpSetting.all().forEach(setting -> missing.remove(setting.name()));

        assertEquals(Set.of(), missing);
    }

    @Test
    void eachSettingIsThereOnceUnderTheNameOfItsConstant() throws IllegalAccessException {
        Set<TcpSetting<?>> constants = new HashSet<>();
        for (Field field : TcpSetting.class.getFields()) {
            TcpSetting<?> setting = (TcpSetting<?>) field.get(null);
            assertTrue(setting.name().endsWith("." + field.getName().toLowerCase(Locale.ROOT)), setting::name);
            assertTrue(constants.add(setting));
        }

        assertEquals(constants, new HashSet<>(TcpSetting.all()));
        assertEquals(
                TcpSetting.all().size(),
                TcpSetting.all().stream().map(TcpSetting::name).distinct().count());
    }

    @Test
    void aListWithoutNamesIsNoMissingList() {
        assertEquals(Optional.of(List.of()), TcpSetting.TCP_AVAILABLE_ULP.decode("\n"));
        assertEquals(Optional.empty(), TcpSetting.TCP_AVAILABLE_ULP.decode(""));
        assertEquals(Optional.of(List.of("mptcp")), TcpSetting.TCP_AVAILABLE_ULP.decode("mptcp\n"));
        assertEquals(Optional.empty(), TcpSetting.TCP_CONGESTION_CONTROL.decode("\n"));
    }

    @Test
    void eachTextCutAtAnyByteOrSpoiledIsAValueOrNone() {
        Map<String, String> captured = sysctl("6.18-captured");
        for (TcpSetting<?> setting : TcpSetting.all()) {
            String text = captured.getOrDefault(setting.name(), "1\n");
            for (int length = 0; length <= text.length(); length++) {
                harmless(setting, text.substring(0, length));
                harmless(setting, text.substring(0, length) + '\0' + text.substring(length));
            }
            assertEquals(setting.decode(text), setting.decode(text.replace("\n", "\r\n")), setting::name);
            for (String odd : List.of(
                    "-1", "-9223372036854775808", "9223372036854775808", "18446744073709551615", "0x1", "1.5")) {
                harmless(setting, odd);
            }
            harmless(setting, "7".repeat(1 << 20));
            harmless(setting, "a ".repeat(1 << 12));
            assertEquals(Optional.empty(), setting.decode(""));
        }
    }

    private static void harmless(TcpSetting<?> setting, String text) {
        assertDoesNotThrow(() -> setting.decode(text).map(Object::toString), setting::name);
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

    /** What {@code sysctl -a} prints of TCP on such a kernel: captured, but for the key, or reconstructed from its sources. */
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
