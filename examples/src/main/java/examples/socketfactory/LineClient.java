package examples.socketfactory;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import javax.net.SocketFactory;

/**
 * A client of a protocol of one line each way, as it was written long before Fast Open: it knows {@link Socket} and takes the
 * {@link SocketFactory} of whoever uses it.
 */
public final class LineClient {
    private static final int TIMEOUT_MILLIS = 5000;

    private final SocketFactory factory;
    private final String host;
    private final int port;

    /** A client of this server. */
    public LineClient(SocketFactory factory, String host, int port) {
        this.factory = factory;
        this.host = host;
        this.port = port;
    }

    /** Sends a line on a connection of its own and returns the line that comes back. */
    public String ask(String question) throws IOException {
        try (Socket socket = factory.createSocket(host, port)) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.getOutputStream().write((question + "\n").getBytes(StandardCharsets.UTF_8));
            InputStreamReader answer = new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8);
            String line = new BufferedReader(answer).readLine();
            if (line == null) {
                throw new IOException(host + ":" + port + " closed without an answer");
            }
            return line;
        }
    }
}
