package tfo.cli.fetch;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import tfo.api.socket.FastOpenConnection;
import tfo.api.socket.FastOpenReport;
import tfo.api.socket.FastOpenSockets;
import tfo.api.tls.HandshakeReport;
import tfo.api.tls.TlsClient;
import tfo.api.tls.TlsConnection;
import tfo.cli.core.Dial;
import tfo.cli.http.DeadlineInput;

/** By TLS: the ClientHello is the first flight, the request follows the handshake. */
record SecureExchange(TlsConnection connection, FastOpenConnection underneath, String name) implements Exchange {

    static SecureExchange begin(FastOpenSockets sockets, TlsClient client, FetchRequest request) throws IOException {
        String host = request.target().origin().host();
        Dial<TlsConnection> dial = new Dial<>(
                request.peer(),
                to -> client.dial(to).serverName(host).timeout(to.timeout()).connect(sockets));
        TlsConnection connection = dial.connect(request.timeout());
        try {
            FastOpenConnection underneath =
                    connection.underneath().orElseThrow(() -> new IOException("no socket underneath"));
            connection.write(request.bytes());
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
    public InetSocketAddress remote() throws IOException {
        return (InetSocketAddress) underneath.channel().getRemoteAddress();
    }

    @Override
    public FastOpenReport fastOpen() {
        return underneath.report();
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
