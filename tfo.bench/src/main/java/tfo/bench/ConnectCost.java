package tfo.bench;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tfo.api.socket.FastOpenSockets;

/** What a short connection costs its client on loopback, where Fast Open saves no time. */
final class ConnectCost implements Measurement {
    private static final int PAYLOAD = 64;

    @Override
    public String name() {
        return "connect";
    }

    @Override
    public String purpose() {
        return "CPU and allocation of a short connection on loopback, against the JDK's own";
    }

    @Override
    public Result measure(Scale scale, Progress progress) throws Exception {
        Slices slices = new Slices(scale);
        try (EchoPeer peer = EchoPeer.onLoopback()) {
            List<Slices.Figures> figures = slices.run(contestants(peer.address()), progress);
            return new Result(
                    name(),
                    Map.of("rounds", slices.rounds(), "payload", PAYLOAD),
                    figures.stream().map(each -> row(each, figures.get(0))).toList(),
                    goals(figures));
        }
    }

    private static List<Slices.Contestant> contestants(InetSocketAddress remote) {
        FastOpenSockets linux = Providers.linux();
        List<Slices.Contestant> contestants = new ArrayList<>();
        contestants.add(contestant("SocketChannel", Way.channel(), remote));
        contestants.add(contestant("Socket", Way.socket(), remote));
        contestants.add(contestant("tfo.linux connect", Way.connect(linux), remote));
        contestants.add(contestant("tfo.linux Socket", Way.socket(linux), remote));
        contestants.add(contestant("tfo.fallback connect", Way.connect(Providers.fallback()), remote));
        return contestants;
    }

    private static Slices.Contestant contestant(String name, Way way, InetSocketAddress remote) {
        Exchange exchange = new Exchange(way, remote, ByteBuffer.allocate(PAYLOAD));
        return new Slices.Contestant(name, exchange::require);
    }

    private static Row row(Slices.Figures figures, Slices.Figures baseline) {
        return new Row(figures.name())
                .with("operations", figures.operations())
                .with("cpuMicros", figures.cpuMicros(), 1)
                .with("cpuRatio", figures.cpuRatio(baseline), 2)
                .with("wallP10Micros", figures.wallMicros(), 1)
                .with("wallRatio", figures.wallMicros() / baseline.wallMicros(), 2)
                .with("bytes", figures.bytes(), 0)
                .with("bytesMore", figures.bytes() - baseline.bytes(), 0);
    }

    private static List<Goal> goals(List<Slices.Figures> figures) {
        Slices.Figures plain = figures.get(0);
        Slices.Figures linux = figures.get(2);
        return List.of(
                Goal.atMost("CPU of tfo.linux connect / SocketChannel", 1.1, linux.cpuRatio(plain)),
                Goal.atMost("bytes allocated more", 1500, linux.bytes() - plain.bytes()));
    }
}
