package tfo.tls.gnutls.session;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tfo.api.socket.ConnectRequest;
import tfo.api.socket.FastOpenConnection;
import tfo.api.socket.FastOpenSockets;
import tfo.api.tls.SessionData;
import tfo.api.tls.TlsConnection;
import tfo.api.tls.TlsDial;
import tfo.api.tls.TlsEngine;
import tfo.api.tls.TlsTransport;
import tfo.tls.gnutls.transport.Deadline;

/** A TLS connection before its first byte. */
final class Dial implements TlsDial {
    private final Client client;
    private final ConnectRequest request;
    private HostName host;
    private @Nullable SessionData wanted;
    private @Nullable Duration limit;
    private final FirstWords words = new FirstWords();
    private @Nullable Ladder ladder;
    private boolean used;

    Dial(Client client, ConnectRequest request, HostName host) {
        this.client = client;
        this.request = request;
        this.host = host;
    }

    @Override
    public TlsDial serverName(String name) {
        host = HostName.of(name);
        ladder = null;
        return this;
    }

    @Override
    public TlsDial resume(SessionData session) {
        wanted = Objects.requireNonNull(session, "session");
        ladder = null;
        return this;
    }

    @Override
    public TlsDial timeout(Duration wantedLimit) {
        if (wantedLimit.isNegative() || wantedLimit.isZero()) {
            throw new IllegalArgumentException("not a time-out: " + wantedLimit);
        }
        limit = wantedLimit;
        return this;
    }

    @Override
    public TlsDial earlyData(ByteBuffer replayable) {
        words.are(replayable, "");
        return this;
    }

    @Override
    public TlsDial request(ByteBuffer bytes) {
        boolean replayable = client.earlyData.replayable(bytes.slice().asReadOnlyBuffer());
        words.are(bytes, replayable ? "" : "the client's EarlyDataPolicy does not call it replayable");
        return this;
    }

    @Override
    public int firstFlightBudget() throws IOException {
        requireUnused();
        return ladder().budget(request);
    }

    @Override
    public TlsConnection connect(FastOpenSockets sockets) throws IOException {
        Objects.requireNonNull(sockets, "sockets");
        Ladder ladder = begin();
        Deadline deadline = deadline();
        if (client.transport == TlsTransport.BUILTIN) {
            return ladder.opening(deadline)
                    .over(pair -> client.library.transports().builtin(request), null);
        }
        return ladder.connect(sockets, () -> patient(deadline), deadline);
    }

    private ConnectRequest patient(Deadline deadline) {
        boolean ours = limit != null || request.timeout().isZero();
        return ours && deadline.isBounded() ? request.timeout(deadline.left()) : request;
    }

    @Override
    public TlsConnection over(FastOpenConnection connection) throws IOException {
        requireSdk();
        Ladder ladder = begin();
        return Closing.onFailure(connection, () -> {
            connection.setOption(StandardSocketOptions.TCP_NODELAY, true);
            return ladder.opening(deadline())
                    .over(pair -> client.library.transports().over(connection, pair), connection);
        });
    }

    @Override
    public TlsConnection over(ByteChannel channel) throws IOException {
        requireSdk();
        Ladder ladder = begin();
        return Closing.onFailure(
                channel,
                () -> ladder.opening(deadline())
                        .over(pair -> client.library.transports().over(channel, pair), null));
    }

    @Override
    public TlsEngine engine() {
        requireSdk();
        Ladder ladder = begin();
        try {
            return ladder.engine();
        } catch (IOException e) {
            throw new IllegalStateException("no engine: " + e.getMessage(), e);
        }
    }

    private Deadline deadline() {
        return Deadline.in(limit == null ? client.handshakeTimeout : limit);
    }

    private void requireSdk() {
        if (client.transport == TlsTransport.BUILTIN) {
            throw new IllegalStateException(
                    "the transport is BUILTIN: the library opens the connection itself, see gnutls_transport_set_fastopen(3)");
        }
    }

    private Ladder begin() {
        requireUnused();
        used = true;
        return ladder();
    }

    private void requireUnused() {
        if (used) {
            throw new IllegalStateException("the dial has been used");
        }
        client.requireOpen();
    }

    /** Made once: it keeps the session that it took. */
    private Ladder ladder() {
        Ladder known = ladder;
        if (known == null) {
            known = new Ladder(client, host, request.remote().getPort(), wanted, words);
            ladder = known;
        }
        return known;
    }
}
