package tfo.cli.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetTest {
    @ParameterizedTest
    @CsvSource({
        "http://example.org,example.org:80,example.org,/",
        "HTTP://example.org:8080/a%20b?c=d#e,example.org:8080,example.org:8080,/a%20b?c=d",
        "http://[2001:db8::1]:81/x,[2001:db8::1]:81,[2001:db8::1]:81,/x",
        "http://h?q,h:80,h,/?q",
        "http://h/\u00e4,h:80,h,/%C3%A4",
        "https://h,h:443,h,/",
        "HTTPS://[::1]:8443/x,[::1]:8443,[::1]:8443,/x"
    })
    void aUrlIsTakenApart(String url, String origin, String authority, String resource) {
        Target target = Target.parse(url);

        assertEquals(url.toLowerCase(Locale.ROOT).startsWith("https:"), target.secure());
        assertEquals(origin, target.origin().toString());
        assertEquals(authority, target.authority());
        assertEquals(resource, target.resource());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://h/",
                "h/",
                "http:///x",
                "http://u:p@h/",
                "http://h:99999/",
                "http://h/a b",
                "http://a_b/",
                ""
            })
    void otherUrlsAreRefused(String url) {
        assertThrows(IllegalArgumentException.class, () -> Target.parse(url));
    }

    @Test
    void theRequestNamesItsHostOnce() {
        var own = new Fields.Field("host", "other");

        assertEquals(
                "GET /x HTTP/1.1\r\nHost: h:81\r\nUser-Agent: tfo\r\nAccept: */*\r\nConnection: close\r\n\r\n",
                text(List.of()));
        assertEquals(
                "GET /x HTTP/1.1\r\nUser-Agent: tfo\r\nAccept: */*\r\nConnection: close\r\nhost: other\r\n\r\n",
                text(List.of(own)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"no colon", ": x", "a b: c", "a: b\r\nc: d", "a: b\u0000"})
    void aFieldCannotBreakOutOfItsLine(String line) {
        assertThrows(IllegalArgumentException.class, () -> Fields.Field.parse(line));
    }

    private static String text(List<Fields.Field> fields) {
        return StandardCharsets.ISO_8859_1
                .decode(Target.parse("http://h:81/x").request("GET", fields))
                .toString();
    }
}
