package examples.selector;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import tfo.api.socket.FastOpenSockets;

/**
 * Opens many connections to one server at once, on one thread.
 *
 * <pre>java -cp ... examples.selector.Program HOST PORT COUNT LINE</pre>
 */
public final class Program {
    private Program() {}

    /** Prints each answer and what became of its question. */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 4) {
            System.err.println("HOST PORT COUNT LINE");
            System.exit(2);
        }
        InetSocketAddress server = new InetSocketAddress(arguments[0], Integer.parseInt(arguments[1]));
        List<InetSocketAddress> servers = Collections.nCopies(Integer.parseInt(arguments[2]), server);
        byte[] line = (arguments[3] + "\n").getBytes(StandardCharsets.UTF_8);

        ManyConnections client = new ManyConnections(FastOpenSockets.best(), line, Duration.ofSeconds(10));
        for (ManyConnections.Answer answer : client.ask(servers)) {
            System.out.println(answer);
        }
    }
}
