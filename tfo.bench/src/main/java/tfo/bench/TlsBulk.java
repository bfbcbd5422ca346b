package tfo.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tfo.api.socket.ConnectRequest;
import tfo.api.tls.TlsClient;
import tfo.api.tls.TlsConnection;
import tfo.api.tls.TlsService;
import tfo.api.tls.Trust;

/** What moving 16 KiB over a TLS connection costs the client, with direct buffers and with heap buffers. */
final class TlsBulk implements Measurement {
    private static final int RECORD = 16 * 1024;

    @Override
    public String name() {
        return "bulk";
    }

    @Override
    public String purpose() {
        return "CPU and allocation of 16 KiB written or read over TLS, against C on the same library";
    }

    @Override
    public Result measure(Scale scale, Progress progress) throws Exception {
        Slices slices = new Slices(scale.of(100, 20_000), scale.of(50, 500), scale.of(3, 101));
        try (CPeer peer = CPeer.start();
                TlsClient gnutls = client(Providers.gnutls(), peer);
                TlsClient jsse = client(Providers.jsse(), peer)) {
            Race race = new Race(slices, peer, gnutls, jsse, progress);
            List<Slices.Figures> send = race.run(Direction.SEND);
            List<Slices.Figures> receive = race.run(Direction.RECEIVE);
            List<Row> rows = new ArrayList<>();
            send.forEach(each -> rows.add(row(each, send.get(0))));
            receive.forEach(each -> rows.add(row(each, receive.get(0))));
            List<Goal> goals = new ArrayList<>(goals(Direction.SEND, send));
            goals.addAll(goals(Direction.RECEIVE, receive));
            return new Result(name(), Map.of("rounds", slices.rounds(), "bytes", RECORD), rows, goals);
        }
    }

    private static TlsClient client(TlsService tls, CPeer peer) throws IOException {
        return tls.client().trust(Trust.pem(peer.certificate())).build();
    }

    private static Row row(Slices.Figures figures, Slices.Figures baseline) {
        return new Row(figures.name())
                .with("operations", figures.operations())
                .with("cpuMicros", figures.cpuMicros(), 2)
                .with("toC", figures.cpuRatio(baseline), 2)
                .with("bytes", figures.bytes(), 1);
    }

    private static List<Goal> goals(Direction direction, List<Slices.Figures> figures) {
        Slices.Figures c = figures.get(0);
        return List.of(
                Goal.atMost(
                        "CPU of gnutls / C, " + direction + ", direct",
                        1.12,
                        figures.get(1).cpuRatio(c)),
                Goal.atMost(
                        "CPU of gnutls / C, " + direction + ", heap",
                        1.15,
                        figures.get(2).cpuRatio(c)),
                Goal.atMost(
                        "bytes allocated, " + direction + ", direct",
                        0,
                        Math.floor(figures.get(1).bytes())));
    }

    /** Which way the bytes go, seen from the client. */
    private enum Direction {
        SEND {
            @Override
            void move(TlsConnection connection, ByteBuffer bytes) throws IOException {
                connection.write(bytes);
            }
        },
        RECEIVE {
            @Override
            void move(TlsConnection connection, ByteBuffer bytes) throws IOException {
                while (bytes.hasRemaining()) {
                    if (connection.read(bytes) < 0) {
                        throw new IOException("the end");
                    }
                }
            }
        };

        /** Moves all of the buffer. */
        abstract void move(TlsConnection connection, ByteBuffer bytes) throws IOException;

        /** The word by which {@code tls-peer.c} knows it; the first letter is what its server is told. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Each client over connections of its own, in turn with the program in C. */
    private record Race(Slices slices, CPeer peer, TlsClient gnutls, TlsClient jsse, Progress progress) {

        List<Slices.Figures> run(Direction direction) throws Exception {
            try (TlsConnection direct = open(gnutls, direction);
                    TlsConnection heap = open(gnutls, direction);
                    TlsConnection baseline = open(jsse, direction)) {
                List<Slices.Contestant> contestants = List.of(
                        peer.contestant("C, " + direction, direction.toString()),
                        contestant("gnutls", direction, direct, ByteBuffer.allocateDirect(RECORD)),
                        contestant("gnutls", direction, heap, ByteBuffer.allocate(RECORD)),
                        contestant("jsse", direction, baseline, ByteBuffer.allocate(RECORD)));
                return slices.run(contestants, progress);
            }
        }

        private TlsConnection open(TlsClient client, Direction direction) throws IOException {
            TlsConnection connection =
                    client.dial(ConnectRequest.to(peer.address())).connect(Providers.linux());
            connection.write(
                    ByteBuffer.wrap(new byte[] {(byte) direction.toString().charAt(0)}));
            return connection;
        }

        private static Slices.Contestant contestant(
                String tls, Direction direction, TlsConnection connection, ByteBuffer bytes) {
            String name = tls + ", " + direction + ", " + (bytes.isDirect() ? "direct" : "heap");
            return new Slices.Contestant(name, (Slices.Operation) () -> direction.move(connection, bytes.clear()));
        }
    }
}
