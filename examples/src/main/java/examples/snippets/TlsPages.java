package examples.snippets;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import tfo.api.socket.ConnectRequest;
import tfo.api.socket.FastOpenSockets;
import tfo.api.tls.EarlyDataPolicy;
import tfo.api.tls.HandshakeReport;
import tfo.api.tls.SessionData;
import tfo.api.tls.SessionDirectory;
import tfo.api.tls.SessionOffer;
import tfo.api.tls.SessionSecret;
import tfo.api.tls.TlsClient;
import tfo.api.tls.TlsConnection;
import tfo.api.tls.TlsDial;
import tfo.api.tls.TlsException;
import tfo.api.tls.TlsService;

/** docs/man/dial.md, early-data.md, session-data.md and session-store.md. */
final class TlsPages {
    private TlsPages() {}

    static String dial(TlsClient client, FastOpenSockets sockets, ConnectRequest request, ByteBuffer question)
            throws IOException {
        // snippet: dial
        try (TlsConnection connection = client.dial(request).connect(sockets)) {
            connection.write(question);
            HandshakeReport handshake = connection.handshake();
            return handshake.resumed() ? "resumed" : "in full: " + handshake.reason();
        } catch (TlsException e) {
            return switch (e.reason()) {
                case UNTRUSTED_PEER -> "not whom we trust: " + e.getMessage();
                case NO_AGREEMENT, PEER_ALERT -> "they cannot agree: " + e.getMessage();
                default -> throw e;
            };
        }
        // end
    }

    static String early(TlsService tls, FastOpenSockets sockets, ConnectRequest request, ByteBuffer get)
            throws IOException {
        // snippet: early-data
        try (TlsClient client =
                        tls.client().earlyData(EarlyDataPolicy.httpGet()).build();
                TlsConnection connection = client.dial(request).request(get).connect(sockets)) {
            HandshakeReport handshake = connection.handshake();
            return switch (handshake.earlyData()) {
                case ACCEPTED -> "with the ClientHello: " + handshake.firstFlight();
                case RESENT -> "after the handshake: " + handshake.earlyDataReason();
                case NONE -> "nothing was to be said";
            };
        }
        // end
    }

    static boolean fits(TlsDial dial, ByteBuffer replayable) throws IOException {
        // snippet: early-data-budget
        int budget = dial.firstFlightBudget();
        dial.earlyData(replayable);
        return replayable.remaining() <= budget;
        // end
    }

    static Optional<byte[]> seal(
            TlsClient client,
            FastOpenSockets sockets,
            ConnectRequest request,
            ByteBuffer question,
            SessionSecret secret)
            throws IOException {
        // snippet: session-seal
        try (TlsConnection connection = client.dial(request).connect(sockets)) {
            connection.write(question);
            Optional<SessionData> session = connection.awaitSession(Duration.ofSeconds(5));
            return session.map(data -> data.seal(secret)); // bytes for a file, a cache, another process
        }
        // end
    }

    static boolean resume(
            TlsService tls,
            TlsClient client,
            FastOpenSockets sockets,
            ConnectRequest request,
            byte[] sealed,
            SessionSecret secret)
            throws IOException {
        // snippet: session-open
        SessionOffer offer = tls.openSession(sealed, secret); // whatever the bytes are, nothing worse than a refusal
        TlsDial dial = client.dial(request);
        offer.session().ifPresent(dial::resume);
        try (TlsConnection connection = dial.connect(sockets)) {
            return connection.handshake().resumed();
        }
        // end
    }

    static String list(TlsService tls, Path folder) throws IOException {
        // snippet: session-directory
        SessionDirectory sessions = tls.sessionDirectory(folder); // made with mode 0700, and a key file in it
        StringBuilder text = new StringBuilder();
        for (SessionDirectory.Entry entry : sessions.list()) {
            SessionOffer offer = entry.offer();
            String state = offer.session()
                    .map(s -> s.key().host() + " until " + s.expires())
                    .orElseGet(offer::detail);
            text.append(entry.file()).append(": ").append(state).append('\n');
        }
        sessions.purge();
        // end
        return text.toString();
    }
}
