package examples.socketfactory;

import java.io.IOException;
import tfo.api.socket.FastOpenSockets;
import tfo.api.tcp.FastOpenCounters;

/**
 * Gives an old client new sockets.
 *
 * <pre>java -cp ... examples.socketfactory.Program HOST PORT LINE...</pre>
 */
public final class Program {
    private Program() {}

    /** Prints the answer to each line, and then by the kernel's account how many lines travelled in a SYN. */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length < 3) {
            System.err.println("HOST PORT LINE...");
            System.exit(2);
        }
        FastOpenSockets sockets = FastOpenSockets.best();
        FastOpenCounters before = sockets.counters();
        LineClient client = new LineClient(sockets.socketFactory(), arguments[0], Integer.parseInt(arguments[1]));
        for (int i = 2; i < arguments.length; i++) {
            System.out.println(client.ask(arguments[i]));
        }
        System.err.println("lines in a SYN: " + sockets.counters().since(before).active());
    }
}
