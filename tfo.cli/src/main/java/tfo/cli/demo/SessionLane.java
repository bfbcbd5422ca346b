package tfo.cli.demo;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.time.Duration;
import tfo.api.socket.ConnectRequest;
import tfo.api.socket.FastOpenConnection;
import tfo.api.socket.FastOpenPolicy;
import tfo.api.socket.FastOpenSockets;
import tfo.api.tls.TlsClient;
import tfo.api.tls.TlsConnection;
import tfo.api.tls.TlsDial;

/**
 * TLS of this library's: the ClientHello is the first flight, with the request or without.
 *
 * @param name what the reader sees
 * @param stack whose library it is
 * @param client has the trust, and the sessions if any are to be resumed
 * @param sockets what carries it
 * @param policy whether the first flight may travel in the SYN
 * @param early whether the request is early data
 */
record SessionLane(
        String name, String stack, TlsClient client, FastOpenSockets sockets, FastOpenPolicy policy, boolean early)
        implements Lane {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @Override
    public boolean tls() {
        return true;
    }

    @Override
    public Run run(Place place, Stopwatch watch) throws IOException {
        ByteBuffer question = Question.buffer();
        watch.start();
        try (TlsConnection connection = connect(place, question)) {
            connection.readTimeout(PATIENCE);
            if (!early) {
                connection.write(question);
            }
            FastOpenConnection socket =
                    connection.underneath().orElseThrow(() -> new IOException("no socket underneath"));
            int port = socket.channel().socket().getLocalPort();
            Question.readAnswer(Channels.newInputStream(connection), watch, port);
            return Run.tls(socket.report(), connection.handshake());
        }
    }

    private TlsConnection connect(Place place, ByteBuffer question) throws IOException {
        TlsDial dial = client.dial(ConnectRequest.to(place.secure()).policy(policy))
                .serverName(Site.HOST)
                .timeout(PATIENCE);
        return (early ? dial.earlyData(question) : dial).connect(sockets);
    }
}
