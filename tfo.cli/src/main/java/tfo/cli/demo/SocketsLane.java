package tfo.cli.demo;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.time.Duration;
import tfo.api.socket.ConnectRequest;
import tfo.api.socket.FastOpenConnection;
import tfo.api.socket.FastOpenSockets;

/**
 * The sockets of a provider, the request being the first flight.
 *
 * @param name what the reader sees
 * @param sockets the provider
 */
record SocketsLane(String name, FastOpenSockets sockets) implements Lane {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @Override
    public String stack() {
        return "sdk";
    }

    @Override
    public Run run(Place place, Stopwatch watch) throws IOException {
        ByteBuffer question = Question.buffer();
        watch.start();
        ConnectRequest connect =
                ConnectRequest.to(place.plain()).firstFlight(question).timeout(PATIENCE);
        try (FastOpenConnection connection = sockets.connect(connect)) {
            int port = connection.channel().socket().getLocalPort();
            Question.readAnswer(Channels.newInputStream(connection.channel()), watch, port);
            return Run.plain(connection.report());
        }
    }
}
