package tfo.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {

    @Test
    void namesStandToTheLeftAndNumbersToTheRight() {
        Row one = new Row("Socket").with("bytes", 7).with("ratio", 1.23456, 2);
        Row other = new Row("x").with("bytes", 12345);

        assertEquals("""
                name    bytes  ratio
                Socket      7   1.23
                x       12345
                """, Table.of(List.of(one, other)));
    }
}
