package tfo.cli.probe;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import tfo.api.socket.FastOpenSockets;
import tfo.api.tls.HandshakeReport;
import tfo.api.tls.SessionData;
import tfo.api.tls.TlsClient;
import tfo.api.tls.TlsConnection;
import tfo.cli.core.Dial;
import tfo.cli.core.HostPort;
import tfo.cli.http.DeadlineInput;

/** Finds out what a server does in TLS, by two connections: a full handshake, and one that takes up its session. */
public final class TlsProbe {
    private static final Duration TICKET_LIMIT = Duration.ofSeconds(1);
    private static final String HTTP = "http/1.1";
    private static final byte[] NOTHING = {};

    private final FastOpenSockets sockets;
    private final TlsClient.Builder settings;
    private final boolean showsTickets;
    private final Duration timeout;

    /**
     * A probe that can be run once.
     *
     * @param settings trust and protocols of the client; its store is replaced
     * @param showsTickets whether the provider gives its sessions to stores; if not, it is taken to resume from its own memory
     * @param timeout for each connection and its handshake
     */
    public TlsProbe(FastOpenSockets sockets, TlsClient.Builder settings, boolean showsTickets, Duration timeout) {
        this.sockets = sockets;
        this.settings = settings;
        this.showsTickets = showsTickets;
        this.timeout = timeout;
    }

    /**
     * Makes the handshakes.
     *
     * @throws IOException if the first one fails
     */
    public TlsProbeReport run(HostPort peer) throws IOException {
        Tickets tickets = new Tickets();
        if (showsTickets) {
            settings.sessions(tickets);
        }
        try (TlsClient client = settings.build()) {
            HandshakeReport full = inFull(client, peer);
            // The second connection brings tickets of its own.
            OptionalInt count = tickets(tickets);
            Optional<Ticket> newest = tickets.newest().map(Ticket::of);
            return new TlsProbeReport(full, count, newest, again(client, peer, tickets, full));
        }
    }

    private OptionalInt tickets(Tickets tickets) {
        return showsTickets ? OptionalInt.of(tickets.count()) : OptionalInt.empty();
    }

    private HandshakeReport inFull(TlsClient client, HostPort peer) throws IOException {
        try (TlsConnection connection = connect(client, peer, Optional.empty(), NOTHING)) {
            listen(connection, peer);
            return connection.handshake();
        }
    }

    // Only of a server that speaks HTTP it is known what may be said early.
    private Optional<HandshakeReport> again(TlsClient client, HostPort peer, Tickets tickets, HandshakeReport full)
            throws IOException {
        Optional<SessionData> session = tickets.newest();
        if (showsTickets && session.isEmpty()) {
            return Optional.empty();
        }
        boolean promised = session.map(SessionData::maxEarlyData).orElse(0L) > 0;
        byte[] words = promised && full.alpn().equals(HTTP) ? head(peer) : NOTHING;
        try (TlsConnection connection = connect(client, peer, session, words)) {
            return Optional.of(connection.handshake());
        }
    }

    private TlsConnection connect(TlsClient client, HostPort peer, Optional<SessionData> session, byte[] early)
            throws IOException {
        Dial<TlsConnection> dial = new Dial<>(peer, to -> {
            var handshake = client.dial(to).serverName(peer.host()).timeout(to.timeout());
            session.ifPresent(handshake::resume);
            return handshake.earlyData(ByteBuffer.wrap(early)).connect(sockets);
        });
        return dial.connect(timeout);
    }

    // Servers of TLS 1.3 send their tickets with what they say first; those of HTTP have to be asked for that.
    // Those are told to close, and waited for like any answer; the others may have nothing to say.
    private void listen(TlsConnection connection, HostPort peer) {
        boolean http = connection.handshake().alpn().equals(HTTP);
        DeadlineInput in = DeadlineInput.of(connection, http ? timeout : TICKET_LIMIT, "tickets");
        try {
            if (http) {
                connection.write(ByteBuffer.wrap(head(peer)));
            }
            while (in.read() >= 0) {}
        } catch (IOException e) {
            // Silence, a reset, an end without close_notify: whatever came until then is what the server gives.
            return;
        }
    }

    private static byte[] head(HostPort peer) {
        String request = "HEAD / HTTP/1.1\r\nHost: " + peer + "\r\nUser-Agent: tfo\r\nConnection: close\r\n\r\n";
        return request.getBytes(StandardCharsets.US_ASCII);
    }
}
