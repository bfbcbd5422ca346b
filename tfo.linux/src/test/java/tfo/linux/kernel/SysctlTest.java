package tfo.linux.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tfo.api.tcp.FastOpenSettings;
import tfo.api.tcp.TcpSystemSettings;

class SysctlTest {
    @Test
    void aValueEndsWithANewline() {
        assertEquals(OptionalLong.of(1027), Sysctl.parse("1027\n"));
        assertEquals(OptionalLong.of(-1), Sysctl.parse("-1\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "cubic\n", "1 2 3\n", "0x10", "99999999999999999999\n"})
    void whatIsNotANumberIsNone(String text) {
        assertTrue(Sysctl.parse(text).isEmpty());
    }

    @Test
    void aMissingFileIsEmpty() {
        assertEquals("", Sysctl.read("/proc/sys/net/ipv4/no_such_setting"));
    }

    /** Names each file of the running kernel for TCP that is not known, or is not understood. */
    @Test
    void everySettingOfTheRunningKernelIsKnownAndUnderstood() throws IOException {
        TcpSystemSettings settings = Sysctl.tcp();
        Set<String> unknown = new TreeSet<>();
        try (Stream<Path> files = Files.list(Path.of("/proc/sys/net/ipv4"))) {
            files.map(file -> "net.ipv4." + file.getFileName())
                    .filter(name -> name.startsWith("net.ipv4.tcp_"))
                    .forEach(unknown::add);
        }
        assertTrue(unknown.size() > 40, unknown::toString);
        settings.values().keySet().forEach(setting -> unknown.remove(setting.name()));
        unknown.remove("net.ipv4.tcp_fastopen_key");

        Assumptions.assumeTrue(
                unknown.isEmpty() || System.getProperty("os.version").startsWith("6.18."),
                () -> "not of Linux 6.18: " + unknown);
        assertEquals(Set.of(), unknown);
    }

    @Test
    void whatCannotBeReadIsEmpty() {
        assertEquals("", Sysctl.read("/proc/sys/net"), "a folder");
        assertEquals("", Sysctl.read("/proc/self/mem"), "EIO");
        assertEquals("", Sysctl.read("/proc/sys/net/ipv4/route/flush"), "write-only");
        assertTrue(Sysctl.number("net.ipv4.no_such_setting").isEmpty());
        assertTrue(Sysctl.number("net.ipv4.tcp_congestion_control").isEmpty());
    }

    @Test
    void theSettingsAreThoseOfThisNamespace() {
        FastOpenSettings settings = Sysctl.fastOpen();

        assertEquals(1027, settings.rawMask());
        assertTrue(settings.client() && settings.server() && settings.everyListener());
    }
}
