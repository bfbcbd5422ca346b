package examples.request;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import tfo.api.socket.ConnectRequest;
import tfo.api.socket.FastOpenConnection;
import tfo.api.socket.FastOpenReport;
import tfo.api.socket.FastOpenSockets;

/**
 * Asks a web server for its front page, twice. The first contact asks for a cookie as well, if the server gives one the second
 * request travels in the SYN.
 *
 * <pre>java -cp ... examples.request.PlainRequest HOST [PORT]</pre>
 */
public final class PlainRequest {
    private final FastOpenSockets sockets;

    /** A client of these sockets. */
    public PlainRequest(FastOpenSockets sockets) {
        this.sockets = sockets;
    }

    /** Prints the answer to standard output and what became of each request to standard error. */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length < 1 || arguments.length > 2) {
            System.err.println("HOST [PORT]");
            System.exit(2);
        }
        int port = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 80;
        InetSocketAddress server = new InetSocketAddress(arguments[0], port);
        PlainRequest client = new PlainRequest(FastOpenSockets.best());

        System.err.println(client.get(server, "/", OutputStream.nullOutputStream()));
        System.err.println(client.get(server, "/", System.out));
    }

    /** Copies the whole response, header fields included, and returns what became of the request. */
    public FastOpenReport get(InetSocketAddress server, String path, OutputStream response) throws IOException {
        ConnectRequest request = ConnectRequest.to(server)
                .firstFlight(get(server.getHostString(), path))
                .timeout(Duration.ofSeconds(10));
        try (FastOpenConnection connection = sockets.connect(request)) {
            Channels.newInputStream(connection.channel()).transferTo(response);
            return connection.report();
        }
    }

    // A GET may be sent twice without harm, which is what a first flight must be able to stand.
    private static ByteBuffer get(String host, String path) {
        String head = "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
        return ByteBuffer.wrap(head.getBytes(StandardCharsets.US_ASCII));
    }
}
