package tfo.cli.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class JsonTest {
    @Test
    void membersKeepTheirOrder() {
        assertEquals(
                "{\"b\":1,\"a\":null,\"c\":[true,{}]}",
                Json.text(new JsonObject().put("b", 1).put("a", null).put("c", List.of(true, new JsonObject()))));
    }

    @Test
    void everyCharacterComesBack() {
        StringBuilder every = new StringBuilder();
        for (char c = 0; c < 0x300; c++) {
            every.append(c);
        }
        every.append("\u2028\ud83d\ude80\uffff");

        String text = Json.text(every.toString());

        assertEquals(every.toString(), JsonReader.parse(text));
        assertEquals(
                text.length(), text.chars().filter(c -> c >= ' ' && c <= '~').count());
    }

    @Test
    void numbersArePlainAndRounded() {
        assertEquals(
                "[1.235,0,120000,-0.5,9007199254740993]",
                Json.text(List.of(1.23456, 0.0001, 1.2e5, -0.5, 9007199254740993L)));
    }

    @Test
    void numbersThatAreNoneAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> Json.text(Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> Json.text(Double.POSITIVE_INFINITY));
    }

    @Test
    void typesWithoutAPlaceInJsonAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> Json.text(new Object()));
    }
}
