package tfo.fallback.tls;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.time.Duration;
import java.util.Objects;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;
import tfo.api.socket.ConnectRequest;
import tfo.api.socket.FastOpenConnection;
import tfo.api.socket.FastOpenSockets;
import tfo.api.tls.SessionData;
import tfo.api.tls.TlsConnection;
import tfo.api.tls.TlsDial;
import tfo.api.tls.TlsEngine;

/** An engine to be, its ClientHello not made yet. */
final class PortableDial implements TlsDial {
    private static final String FOREIGN_SESSION =
            "the session to resume is another library's, or another process's: JSSE resumes its own only";

    private final PortableTlsClient client;
    private final ConnectRequest request;
    private String host;
    private String whyNot = "";
    private @Nullable Duration timeout;
    private final FirstWords first = new FirstWords();
    private boolean used;

    PortableDial(PortableTlsClient client, ConnectRequest request) {
        this.client = client;
        this.request = request;
        this.host = HostNames.of(request.remote());
    }

    @Override
    public TlsDial serverName(String name) {
        host = HostNames.checked(name);
        return this;
    }

    @Override
    public TlsDial resume(SessionData session) {
        Objects.requireNonNull(session, "session");
        whyNot = FOREIGN_SESSION;
        return this;
    }

    @Override
    public TlsDial timeout(Duration limit) {
        if (limit.isNegative() || limit.isZero()) {
            throw new IllegalArgumentException("time-out that is not positive: " + limit);
        }
        timeout = limit;
        return this;
    }

    @Override
    public TlsDial earlyData(ByteBuffer replayable) {
        first.are(replayable);
        return this;
    }

    @Override
    public TlsDial request(ByteBuffer bytes) {
        return earlyData(bytes);
    }

    /** Nothing: there is no early data here. */
    @Override
    public int firstFlightBudget() {
        checkUnused();
        return 0;
    }

    @Override
    public TlsConnection connect(FastOpenSockets sockets) throws IOException {
        Handshake handshake = handshake();
        TimeLimit whole = TimeLimit.of(timeout == null ? Duration.ZERO : timeout);
        ByteBuffer hello = handshake.firstFlight();
        FastOpenConnection connection = sockets.connect(withHello(hello));
        first.followed(hello.remaining(), connection.report().inSyn());
        TimeLimit limit = timeout == null ? TimeLimit.of(client.settings().handshakeTimeout()) : whole;
        return handshake.over(connection, limit);
    }

    private ConnectRequest withHello(ByteBuffer hello) {
        ConnectRequest flight = request.firstFlight(hello);
        return timeout == null ? flight : flight.timeout(timeout);
    }

    @Override
    public TlsConnection over(FastOpenConnection connection) throws IOException {
        return handshake().over(connection, limit());
    }

    @Override
    public TlsConnection over(ByteChannel channel) throws IOException {
        return handshake().over(channel, limit());
    }

    private TimeLimit limit() {
        return TimeLimit.of(timeout == null ? client.settings().handshakeTimeout() : timeout);
    }

    @Override
    public TlsEngine engine() {
        return new PortableTlsEngine(handshake());
    }

    private void checkUnused() {
        client.checkOpen();
        if (used) {
            throw new IllegalStateException("a dial is for one connection, and this one has been used");
        }
    }

    private Handshake handshake() {
        checkUnused();
        used = true;
        int port = request.remote().getPort();
        SSLEngine engine = client.engine(host, port, whyNot.isEmpty());
        return new Handshake(
                engine,
                host + ":" + port,
                client.settings().truncationAllowed(),
                () -> client.agreement(engine, whyNot, first),
                first);
    }
}
