package tfo.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTest {

    @Test
    void mapsListsNumbersAndBooleansKeepTheirKindAndOrder() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("b", List.of(1, 2.5, true));
        map.put("a", "text");

        assertEquals("{\"b\":[1,2.5,true],\"a\":\"text\"}", Json.of(map));
    }

    @Test
    void whatEndsAStringIsEscaped() {
        assertEquals("\"\\\"\\\\\\u000a\"", Json.of("\"\\\n"));
    }

    @Test
    void aNumberThatJsonDoesNotKnowIsNull() {
        assertEquals("[null,null]", Json.of(List.of(Double.NaN, Double.POSITIVE_INFINITY)));
    }
}
