package tfo.cli.fetch;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import tfo.api.socket.FastOpenConnection;
import tfo.api.socket.FastOpenSockets;
import tfo.api.tls.HandshakeReport;
import tfo.cli.core.Dial;
import tfo.cli.http.DeadlineInput;

/** Without TLS: the request is the first flight. */
record PlainExchange(FastOpenConnection connection, String name) implements Exchange {

    static PlainExchange begin(FastOpenSockets sockets, FetchRequest request) throws IOException {
        Dial<FastOpenConnection> dial =
                new Dial<>(request.peer(), to -> sockets.connect(to.firstFlight(request.bytes())));
        return new PlainExchange(dial.connect(request.timeout()), request.peer().toString());
    }

    @Override
    public DeadlineInput answer(Duration limit) throws IOException {
        return DeadlineInput.of(connection.channel(), limit, name);
    }

    @Override
    public FastOpenConnection socket() {
        return connection;
    }

    @Override
    public Optional<HandshakeReport> handshake() {
        return Optional.empty();
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
