package examples.osgi;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import tfo.api.socket.ConnectRequest;
import tfo.api.socket.FastOpenConnection;
import tfo.api.socket.FastOpenReport;
import tfo.api.socket.FastOpenSockets;

/** Greets servers. Stop the provider's bundle, and it is made anew with the next best one. */
// snippet: osgi
@Component(service = Greeter.class)
public final class Greeter {
    private final FastOpenSockets sockets;

    @Activate
    public Greeter(@Reference(policyOption = ReferencePolicyOption.GREEDY) FastOpenSockets sockets) {
        this.sockets = sockets;
    }

    public FastOpenReport greet(InetSocketAddress server) throws IOException {
        ByteBuffer hello = StandardCharsets.US_ASCII.encode("hello\n");
        try (FastOpenConnection connection =
                sockets.connect(ConnectRequest.to(server).firstFlight(hello))) {
            return connection.report();
        }
    }
}
// end
