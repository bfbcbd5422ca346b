package tfo.bench;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import tfo.api.socket.FastOpenSockets;

/** Whether the descriptor of a channel is found, and never that of another, while other threads open and close theirs. */
final class DescriptorSearch implements Measurement {
    private static final int THREADS = 8;

    @Override
    public String name() {
        return "descriptors";
    }

    @Override
    public String purpose() {
        return "whether a channel's descriptor is found among foreign ones, and never another's";
    }

    @Override
    public Result measure(Scale scale, Progress progress) throws Exception {
        int opens = scale.of(400, 20_000);
        FastOpenSockets linux = Providers.linux();
        try (EchoPeer peer = EchoPeer.onLoopback();
                ForeignDescriptors foreign = ForeignDescriptors.open(scale.of(200, 2000))) {
            // The first connection fetches the cookie.
            Openings.make(linux, peer.address(), 0, 1);
            long start = System.nanoTime();
            Openings all = race(linux, peer.address(), opens / THREADS);
            progress.at(1, 1);
            double seconds = (System.nanoTime() - start) / 1e9;
            long touched = foreign.touched(peer.address());
            return new Result(
                    name(),
                    Map.of("threads", THREADS, "foreign descriptors", foreign.count()),
                    List.of(row(all, touched).with("perSecond", all.made() / seconds, 0)),
                    goals(all, touched));
        }
    }

    private static Openings race(FastOpenSockets linux, InetSocketAddress remote, int each) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<Openings>> parts = new ArrayList<>();
            for (int thread = 1; thread <= THREADS; thread++) {
                int number = thread;
                parts.add(threads.submit(() -> Openings.make(linux, remote, number, each)));
            }
            Openings all = Openings.NONE;
            for (Future<Openings> part : parts) {
                all = all.plus(part.get());
            }
            return all;
        } finally {
            threads.shutdownNow();
        }
    }

    private static Row row(Openings all, long touched) {
        return new Row("tfo.linux connect")
                .with("opens", all.made())
                .with("found", all.found())
                .with("acknowledged", all.acknowledged())
                .with("wrongEchoes", all.wrong())
                .with("foreignTouched", touched)
                .with("notAcknowledged", all.reasons().toString());
    }

    private static List<Goal> goals(Openings all, long touched) {
        return List.of(
                Goal.exactly("wrong descriptors", 0, (double) all.wrong() + touched),
                Goal.atLeast("found, percent", 99.9, 100.0 * all.found() / all.made()),
                Goal.always("SYN data acknowledged where the descriptor was found", all.acknowledged(), all.found()));
    }

    /** What became of many openings. */
    private record Openings(int made, int found, int acknowledged, int wrong, Set<String> reasons) {
        static final Openings NONE = new Openings(0, 0, 0, 0, Set.of());

        static Openings make(FastOpenSockets sockets, InetSocketAddress remote, int thread, int count)
                throws Exception {
            Openings all = NONE;
            ByteBuffer request = ByteBuffer.allocate(64);
            Exchange exchange = new Exchange(Way.connect(sockets), remote, request);
            for (int i = 0; i < count; i++) {
                request.putInt(0, thread).putInt(4, i);
                all = all.plus(of(exchange));
            }
            return all;
        }

        private static Openings of(Exchange exchange) throws Exception {
            boolean echoed = exchange.run();
            boolean found = !exchange.report().reason().contains("descriptor was not found");
            boolean acknowledged = exchange.report().acknowledged();
            Set<String> reasons = acknowledged
                    ? Set.of()
                    : Set.of(exchange.report().outcome() + ": "
                            + exchange.report().reason());
            return new Openings(1, found ? 1 : 0, acknowledged ? 1 : 0, echoed ? 0 : 1, reasons);
        }

        Openings plus(Openings more) {
            Set<String> all = new TreeSet<>(reasons);
            all.addAll(more.reasons);
            return new Openings(
                    made + more.made, found + more.found, acknowledged + more.acknowledged, wrong + more.wrong, all);
        }
    }
}
