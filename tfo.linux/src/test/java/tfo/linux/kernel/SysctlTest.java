package tfo.linux.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tfo.api.tcp.FastOpenSettings;

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

    @Test
    void theSettingsAreThoseOfThisNamespace() {
        FastOpenSettings settings = Sysctl.fastOpen();

        assertEquals(1027, settings.rawMask());
        assertTrue(settings.client() && settings.server() && settings.everyListener());
    }
}
