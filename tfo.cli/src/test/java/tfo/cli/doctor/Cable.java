package tfo.cli.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.function.Executable;

/** A virtual Ethernet cable whose other end answers nothing. */
final class Cable {
    /** An address behind it. */
    static final String NOBODY = "10.99.9.2";

    private Cable() {}

    /** Runs something while there is such a cable in the private namespace of the tests. */
    static void toNobody(Executable body) throws Throwable {
        ip("link add tfo-here type veth peer name tfo-there");
        try {
            ip("addr add 10.99.9.1/24 dev tfo-here");
            ip("link set tfo-here up");
            ip("link set tfo-there up");
            ip("neigh add " + NOBODY + " lladdr 02:00:00:00:00:01 dev tfo-here");
            body.execute();
        } finally {
            ip("link del tfo-here");
        }
    }

    private static void ip(String arguments) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(List.of(("ip " + arguments).split(" ", -1)))
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
    }
}
