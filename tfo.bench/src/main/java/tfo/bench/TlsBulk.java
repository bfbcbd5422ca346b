package tfo.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tfo.api.socket.ConnectRequest;
import tfo.api.tls.TlsClient;
import tfo.api.tls.TlsConnection;
import tfo.api.tls.TlsService;
import tfo.api.tls.Trust;

/** What moving 16 KiB over a TLS connection costs the client, with direct buffers and with heap buffers. */
final class TlsBulk implements Measurement {
    private static final int RECORD = 16 * 1024;
    private static final byte[] LOOPBACK = {127, 0, 0, 1};

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
            List<Slices.Figures> send = slices.run(senders(peer, gnutls, jsse), progress);
            List<Slices.Figures> receive = slices.run(receivers(peer, gnutls, jsse), progress);
            List<Row> rows = new ArrayList<>();
            send.forEach(each -> rows.add(row(each, send.get(0))));
            receive.forEach(each -> rows.add(row(each, receive.get(0))));
            List<Goal> goals = new ArrayList<>(goals("send", send));
            goals.addAll(goals("receive", receive));
            return new Result(name(), Map.of("rounds", slices.rounds(), "bytes", RECORD), rows, goals);
        }
    }

    private static TlsClient client(TlsService tls, CPeer peer) throws IOException {
        return tls.client().trust(Trust.pem(peer.certificate())).build();
    }

    private static List<Slices.Contestant> senders(CPeer peer, TlsClient gnutls, TlsClient jsse) throws IOException {
        return List.of(
                peer.contestant("C, send", "send"),
                sender("gnutls, send, direct", open(gnutls, peer, 's'), ByteBuffer.allocateDirect(RECORD)),
                sender("gnutls, send, heap", open(gnutls, peer, 's'), ByteBuffer.allocate(RECORD)),
                sender("jsse, send, heap", open(jsse, peer, 's'), ByteBuffer.allocate(RECORD)));
    }

    private static List<Slices.Contestant> receivers(CPeer peer, TlsClient gnutls, TlsClient jsse) throws IOException {
        return List.of(
                peer.contestant("C, receive", "receive"),
                receiver("gnutls, receive, direct", open(gnutls, peer, 'r'), ByteBuffer.allocateDirect(RECORD)),
                receiver("gnutls, receive, heap", open(gnutls, peer, 'r'), ByteBuffer.allocate(RECORD)),
                receiver("jsse, receive, heap", open(jsse, peer, 'r'), ByteBuffer.allocate(RECORD)));
    }

    private static TlsConnection open(TlsClient client, CPeer peer, char kind) throws IOException {
        InetSocketAddress remote = new InetSocketAddress(InetAddress.getByAddress("localhost", LOOPBACK), peer.port());
        TlsConnection connection = client.dial(ConnectRequest.to(remote)).connect(Providers.linux());
        connection.write(ByteBuffer.wrap(new byte[] {(byte) kind}));
        return connection;
    }

    private static Slices.Contestant sender(String name, TlsConnection connection, ByteBuffer bytes) {
        return new Slices.Contestant(name, (Slices.Operation) () -> connection.write(bytes.clear()));
    }

    private static Slices.Contestant receiver(String name, TlsConnection connection, ByteBuffer bytes) {
        return new Slices.Contestant(name, (Slices.Operation) () -> {
            bytes.clear();
            while (bytes.hasRemaining()) {
                if (connection.read(bytes) < 0) {
                    throw new IOException("the end");
                }
            }
        });
    }

    private static Row row(Slices.Figures figures, Slices.Figures baseline) {
        return new Row(figures.name())
                .with("operations", figures.operations())
                .with("cpuMicros", figures.cpuMicros(), 2)
                .with("toC", figures.cpuRatio(baseline), 2)
                .with("bytes", figures.bytes(), 1);
    }

    private static List<Goal> goals(String kind, List<Slices.Figures> figures) {
        Slices.Figures c = figures.get(0);
        return List.of(
                Goal.atMost(
                        "CPU of gnutls / C, " + kind + ", direct",
                        1.12,
                        figures.get(1).cpuRatio(c)),
                Goal.atMost(
                        "CPU of gnutls / C, " + kind + ", heap",
                        1.15,
                        figures.get(2).cpuRatio(c)),
                Goal.atMost(
                        "bytes allocated, " + kind + ", direct",
                        0,
                        Math.floor(figures.get(1).bytes())));
    }
}
