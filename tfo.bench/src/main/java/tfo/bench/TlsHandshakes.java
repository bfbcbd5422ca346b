package tfo.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tfo.api.socket.ConnectRequest;
import tfo.api.socket.FastOpenSockets;
import tfo.api.tls.SessionStore;
import tfo.api.tls.TlsClient;
import tfo.api.tls.TlsConnection;
import tfo.api.tls.TlsService;
import tfo.api.tls.Trust;

/** What a TLS handshake costs the client: connect, verify, one byte there and one back, close; full and resumed. */
final class TlsHandshakes implements Measurement {
    private static final int C = 0, GNUTLS = 1, JSSE = 2;

    @Override
    public String name() {
        return "handshake";
    }

    @Override
    public String purpose() {
        return "CPU of a TLS handshake, full and resumed, against C on the same library and against JSSE";
    }

    @Override
    public Result measure(Scale scale, Progress progress) throws Exception {
        Slices slices = new Slices(scale.of(20, 12_000), scale.of(5, 100), scale.of(3, 51));
        try (CPeer peer = CPeer.start()) {
            List<Slices.Figures> full = run(slices, peer, false, progress);
            List<Slices.Figures> resumed = run(slices, peer, true, progress);
            List<Row> rows = new ArrayList<>();
            full.forEach(each -> rows.add(row(each, full.get(C))));
            resumed.forEach(each -> rows.add(row(each, resumed.get(C))));
            List<Goal> goals = new ArrayList<>(goals("full", full));
            goals.addAll(goals("resumed", resumed));
            return new Result(name(), Map.of("rounds", slices.rounds()), rows, goals);
        }
    }

    private static List<Slices.Figures> run(Slices slices, CPeer peer, boolean resumed, Progress progress)
            throws Exception {
        String kind = resumed ? "resumed" : "full";
        try (Handshake gnutls = new Handshake(Providers.gnutls(), peer, resumed);
                Handshake jsse = new Handshake(Providers.jsse(), peer, resumed)) {
            List<Slices.Contestant> contestants = List.of(
                    peer.contestant("C, " + kind, kind),
                    new Slices.Contestant("gnutls, " + kind, (Slices.Operation) gnutls::once),
                    new Slices.Contestant("jsse, " + kind, (Slices.Operation) jsse::once));
            return slices.run(contestants, progress);
        }
    }

    private static Row row(Slices.Figures figures, Slices.Figures baseline) {
        return new Row(figures.name())
                .with("operations", figures.operations())
                .with("cpuMicros", figures.cpuMicros(), 1)
                .with("toC", figures.cpuRatio(baseline), 2)
                .with("wallP10Micros", figures.wallMicros(), 1)
                .with("bytes", figures.bytes(), 0);
    }

    private static List<Goal> goals(String kind, List<Slices.Figures> figures) {
        Slices.Figures gnutls = figures.get(GNUTLS);
        return List.of(
                Goal.atMost("CPU of gnutls / C, " + kind, 1.10, gnutls.cpuRatio(figures.get(C))),
                Goal.atMost("CPU of gnutls / jsse, " + kind, 0.5, gnutls.cpuRatio(figures.get(JSSE))));
    }

    /** One connection after the other, by a client of its own. For one thread. */
    private static final class Handshake implements AutoCloseable {
        private final TlsService tls;
        private final FastOpenSockets sockets = Providers.linux();
        private final ConnectRequest request;
        private final Trust trust;
        private final boolean resumed;
        private final boolean fresh;
        private final TlsClient client;
        private final ByteBuffer question = ByteBuffer.allocateDirect(1);
        private final ByteBuffer answer = ByteBuffer.allocateDirect(1);
        private boolean first = true;

        Handshake(TlsService tls, CPeer peer, boolean resumed) throws IOException {
            this.tls = tls;
            this.request = ConnectRequest.to(peer.address());
            this.trust = Trust.pem(peer.certificate());
            this.resumed = resumed;
            // JSSE keeps sessions as long as it keeps a client, whatever the store.
            this.fresh = !resumed && tls.name().equals("jsse");
            this.client = client();
        }

        private TlsClient client() throws IOException {
            SessionStore store = resumed ? SessionStore.inMemory(10) : SessionStore.none();
            return tls.client().trust(trust).sessions(store).build();
        }

        void once() throws IOException {
            TlsClient used = fresh ? client() : client;
            try (TlsConnection connection = used.dial(request).connect(sockets)) {
                if (connection.handshake().resumed() != (resumed && !first)) {
                    throw new IOException(tls.name() + ": " + connection.handshake());
                }
                first = false;
                connection.write(question.put(0, (byte) 'h').clear());
                connection.read(answer.clear());
            } finally {
                if (used != client) {
                    used.close();
                }
            }
        }

        @Override
        public void close() {
            client.close();
        }
    }
}
