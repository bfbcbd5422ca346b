package tfo.cli.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostPortTest {
    @ParameterizedTest
    @CsvSource({
        "example.org:80,example.org,80",
        "192.0.2.1:65535,192.0.2.1,65535",
        "[2001:db8::1]:443,2001:db8::1,443",
        "[fe80::1%eth0]:1,fe80::1%eth0,1"
    })
    void readsAndWritesTheSameForm(String text, String host, int port) {
        HostPort parsed = HostPort.parse(text);

        assertEquals(new HostPort(host, port), parsed);
        assertEquals(text, parsed.toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "example.org",
                "example.org:",
                "example.org:0",
                "example.org:65536",
                "example.org:-1",
                ":80",
                "::1:80",
                "[::1]",
                "a b:80",
                "a/b:80",
                "u@h:80",
                "h:1x"
            })
    void refusesTheRest(String text) {
        assertThrows(IllegalArgumentException.class, () -> HostPort.parse(text));
    }
}
