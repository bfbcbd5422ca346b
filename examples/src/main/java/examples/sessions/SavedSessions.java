package examples.sessions;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import tfo.api.socket.ConnectRequest;
import tfo.api.socket.FastOpenSockets;
import tfo.api.tls.HandshakeReport;
import tfo.api.tls.SessionDirectory;
import tfo.api.tls.TlsClient;
import tfo.api.tls.TlsConnection;
import tfo.api.tls.TlsService;
import tfo.api.tls.Trust;

/**
 * Asks a TLS server something. Run it twice: the second process takes up the session of the first.
 *
 * <pre>java -cp ... examples.sessions.SavedSessions HOST PORT FOLDER [PEM]</pre>
 */
public final class SavedSessions {
    private final Path folder;
    private final Trust trust;

    /** A client that keeps its sessions in this folder, which several processes may share. */
    public SavedSessions(Path folder, Trust trust) {
        this.folder = folder;
        this.trust = trust;
    }

    /** Prints the answer to standard output and what was agreed to standard error. */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length < 3 || arguments.length > 4) {
            System.err.println("HOST PORT FOLDER [PEM]");
            System.exit(2);
        }
        Trust trust = arguments.length > 3 ? Trust.pem(Path.of(arguments[3])) : Trust.system();
        InetSocketAddress server = new InetSocketAddress(arguments[0], Integer.parseInt(arguments[1]));

        System.err.println(new SavedSessions(Path.of(arguments[2]), trust).ask(server, "GET / HTTP/1.0\r\n\r\n"));
    }

    /** Sends the question, prints what comes back up to the end, and returns what was agreed. */
    // snippet: saved-sessions
    public HandshakeReport ask(InetSocketAddress server, String question) throws IOException {
        TlsService tls = TlsService.best();
        SessionDirectory sessions = tls.sessionDirectory(folder); // sealed, 0600, each used once
        ConnectRequest request = ConnectRequest.to(server).timeout(Duration.ofSeconds(10));

        try (TlsClient client = tls.client().trust(trust).sessions(sessions).build();
                TlsConnection connection = client.dial(request).connect(FastOpenSockets.best())) {
            connection.write(ByteBuffer.wrap(question.getBytes(StandardCharsets.UTF_8)));
            Channels.newInputStream(connection).transferTo(System.out);
            return connection.handshake(); // resumed() from the second process on, or reason() why not
        }
    }
    // end
}
