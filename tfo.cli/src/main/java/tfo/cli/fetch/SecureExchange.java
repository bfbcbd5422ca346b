package tfo.cli.fetch;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;
import tfo.api.socket.FastOpenConnection;
import tfo.api.socket.FastOpenSockets;
import tfo.api.tls.HandshakeReport;
import tfo.api.tls.TlsClient;
import tfo.api.tls.TlsConnection;
import tfo.api.tls.TlsDial;
import tfo.cli.core.Dial;
import tfo.cli.http.DeadlineInput;

/** By TLS: the ClientHello is the first flight; the request follows the handshake, or travels with the ClientHello. */
record SecureExchange(TlsConnection connection, FastOpenConnection underneath, String name) implements Exchange {

    static SecureExchange begin(FastOpenSockets sockets, TlsClient client, FetchRequest request) throws IOException {
        SecureExchange exchange = connect(sockets, client, request, dial -> dial);
        try {
            exchange.connection.write(request.bytes());
            return exchange;
        } catch (IOException | RuntimeException e) {
            exchange.close();
            throw e;
        }
    }

    /** The same with the request as early data, where it may travel so. */
    static SecureExchange beginEarly(FastOpenSockets sockets, TlsClient client, FetchRequest request)
            throws IOException {
        return connect(sockets, client, request, dial -> dial.request(request.bytes()));
    }

    private static SecureExchange connect(
            FastOpenSockets sockets, TlsClient client, FetchRequest request, UnaryOperator<TlsDial> more)
            throws IOException {
        String host = request.target().origin().host();
        Dial<TlsConnection> dial = new Dial<>(
                request.peer(),
                to -> more.apply(client.dial(to).serverName(host).timeout(to.timeout()))
                        .connect(sockets));
        TlsConnection connection = dial.connect(request.timeout());
        try {
            FastOpenConnection underneath =
                    connection.underneath().orElseThrow(() -> new IOException("no socket underneath"));
            return new SecureExchange(connection, underneath, request.peer().toString());
        } catch (IOException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    @Override
    public DeadlineInput answer(Duration limit) {
        return DeadlineInput.of(connection, limit, name);
    }

    @Override
    public FastOpenConnection socket() {
        return underneath;
    }

    @Override
    public Optional<HandshakeReport> handshake() {
        return Optional.of(connection.handshake());
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
