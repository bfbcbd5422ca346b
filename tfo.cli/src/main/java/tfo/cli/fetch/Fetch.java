package tfo.cli.fetch;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.time.Duration;
import tfo.api.socket.FastOpenConnection;
import tfo.api.socket.FastOpenSockets;
import tfo.cli.core.Dial;
import tfo.cli.core.HostPort;
import tfo.cli.http.DeadlineInput;
import tfo.cli.http.ResponseBody;
import tfo.cli.http.ResponseHead;

/** Gets a URL over a connection of its own whose first flight is the request. */
public final class Fetch {
    private final FastOpenSockets sockets;
    private final FetchRequest request;

    /** A fetch that can be run any number of times. */
    public Fetch(FastOpenSockets sockets, FetchRequest request) {
        this.sockets = sockets;
        this.request = request;
    }

    /**
     * Connects, asks, and copies the body of the answer.
     *
     * @throws IOException if there is no connection or no complete answer
     */
    public FetchReport run(OutputStream body) throws IOException {
        long start = System.nanoTime();
        Dial dial = new Dial(sockets, request.peer());
        try (FastOpenConnection connection = dial.connect(request.bytes(), request.timeout())) {
            Duration left = request.timeout().minusNanos(System.nanoTime() - start);
            DeadlineInput wire =
                    new DeadlineInput(connection.channel(), left, request.peer().toString());
            InputStream in = new BufferedInputStream(wire);
            double millis = millisToFirstByte(in, start);
            ResponseHead head = ResponseHead.read(in);
            wire.eachWithin(request.timeout());
            long bytes = new ResponseBody(in, head).copyTo(body);
            body.flush();
            return new FetchReport(head.status(), millis, bytes, peer(connection), sockets.name(), connection.report());
        }
    }

    private static double millisToFirstByte(InputStream in, long start) throws IOException {
        in.mark(1);
        int first = in.read();
        long now = System.nanoTime();
        if (first >= 0) {
            in.reset();
        }
        return (now - start) / 1e6;
    }

    private static String peer(FastOpenConnection connection) throws IOException {
        InetSocketAddress remote = (InetSocketAddress) connection.channel().getRemoteAddress();
        return new HostPort(remote.getAddress().getHostAddress(), remote.getPort()).toString();
    }
}
