package tfo.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The race with a server that others wrote. */
@Timeout(900)
class ForeignDemoTest {
    @Test
    void nginxAnswersTheSynToo() {
        Program program = Program.run(
                "demo", "--server", "nginx", "--rtt", DemoRows.LINE_MILLIS + "ms", "--rounds", "3", "--json");

        DemoRows.of(program).assertPackets(3);
        assertEquals("", program.err());
    }
}
