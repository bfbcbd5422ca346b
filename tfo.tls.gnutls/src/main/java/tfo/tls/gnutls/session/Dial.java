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
import tfo.tls.gnutls.transport.Flight;

/** A TLS connection before its first byte. */
final class Dial implements TlsDial {
    private final Client client;
    private final ConnectRequest request;
    private HostName host;
    private @Nullable SessionData wanted;
    private @Nullable Duration limit;
    private boolean used;

    Dial(Client client, ConnectRequest request, HostName host) {
        this.client = client;
        this.request = request;
        this.host = host;
    }

    @Override
    public TlsDial serverName(String name) {
        host = HostName.of(name);
        return this;
    }

    @Override
    public TlsDial resume(SessionData session) {
        wanted = Objects.requireNonNull(session, "session");
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
    public TlsConnection connect(FastOpenSockets sockets) throws IOException {
        Objects.requireNonNull(sockets, "sockets");
        if (client.transport == TlsTransport.BUILTIN) {
            Resumption resumption = begin();
            return opening(resumption).over(pair -> client.library.transports().builtin(request), null);
        }
        Resumption resumption = begin();
        Deadline deadline = deadline();
        Opening opening = opening(resumption, deadline);
        FastOpenConnection connection;
        try (Flight flight = opening.firstFlight()) {
            connection = sockets.connect(carrying(flight.bytes(), deadline));
        } catch (IOException | RuntimeException e) {
            opening.abandon();
            throw e;
        }
        return Closing.onFailure(
                connection,
                () -> opening.over(pair -> client.library.transports().over(connection, pair), connection));
    }

    private ConnectRequest carrying(ByteBuffer flight, Deadline deadline) {
        ConnectRequest carrying = request.firstFlight(flight).option(StandardSocketOptions.TCP_NODELAY, true);
        boolean ours = limit != null || request.timeout().isZero();
        return ours && deadline.isBounded() ? carrying.timeout(deadline.left()) : carrying;
    }

    @Override
    public TlsConnection over(FastOpenConnection connection) throws IOException {
        requireSdk();
        Resumption resumption = begin();
        return Closing.onFailure(connection, () -> {
            connection.setOption(StandardSocketOptions.TCP_NODELAY, true);
            return opening(resumption).over(pair -> client.library.transports().over(connection, pair), connection);
        });
    }

    @Override
    public TlsConnection over(ByteChannel channel) throws IOException {
        requireSdk();
        Resumption resumption = begin();
        return Closing.onFailure(
                channel,
                () -> opening(resumption)
                        .over(pair -> client.library.transports().over(channel, pair), null));
    }

    @Override
    public TlsEngine engine() {
        requireSdk();
        Resumption resumption = begin();
        try {
            return Engine.of(client.library, resumption.session(), resumption);
        } catch (IOException e) {
            throw new IllegalStateException("no engine: " + e.getMessage(), e);
        }
    }

    private Opening opening(Resumption resumption) throws IOException {
        return opening(resumption, deadline());
    }

    private Opening opening(Resumption resumption, Deadline deadline) throws IOException {
        return new Opening(client.library, resumption.session(), resumption, deadline);
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

    private Resumption begin() {
        if (used) {
            throw new IllegalStateException("the dial has been used");
        }
        client.requireOpen();
        used = true;
        return new Resumption(client, host, request.remote().getPort(), wanted);
    }
}
