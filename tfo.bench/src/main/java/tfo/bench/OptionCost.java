package tfo.bench;

import java.io.IOException;
import java.net.SocketOption;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import jdk.net.ExtendedSocketOptions;
import tfo.api.socket.ConnectRequest;
import tfo.api.socket.FastOpenConnection;
import tfo.api.socket.FastOpenSockets;
import tfo.api.tcp.TcpOptions;

/**
 * What it costs to set and read an int option of a connected channel: TCP_KEEPCNT, which the JDK has as well, and TCP_NOTSENT_LOWAT, which it
 * has not, on the channel's descriptor. What the guard of the descriptor costs shows in the second.
 */
final class OptionCost implements Measurement {
    // Small enough that the Integer is there already, and two of them, so that each call changes something.
    private static final Integer[] VALUES = {5, 9};

    // Those that set, then those that read, each time the JDK first.
    private static final int GROUP = 4;

    @Override
    public String name() {
        return "options";
    }

    @Override
    public String purpose() {
        return "CPU and allocation of setting and reading an int option, against the JDK's own";
    }

    @Override
    public Result measure(Scale scale, Progress progress) throws Exception {
        Slices slices = new Slices(scale.of(2_000, 400_000), scale.of(200, 2_000), scale.of(5, 201));
        FastOpenSockets linux = Providers.linux();
        try (EchoPeer peer = EchoPeer.onLoopback();
                FastOpenConnection connection = linux.connect(ConnectRequest.to(peer.address()))) {
            List<Slices.Figures> figures = slices.run(contestants(linux, connection), progress);
            return new Result(
                    name(), Map.of("rounds", slices.rounds(), "option", "TCP_KEEPCNT"), rows(figures), goals(figures));
        }
    }

    private static List<Slices.Contestant> contestants(FastOpenSockets linux, FastOpenConnection connection) {
        SocketChannel channel = connection.channel();
        SocketOption<Integer> jdk = ExtendedSocketOptions.TCP_KEEPCOUNT;
        SocketOption<Integer> ours = TcpOptions.TCP_KEEPCNT;
        return List.of(
                setting("SocketChannel set", value -> channel.setOption(jdk, value)),
                setting("tfo.linux set", value -> linux.setOption(channel, ours, value)),
                setting("FastOpenConnection set", value -> connection.setOption(ours, value)),
                setting(
                        "tfo.linux set NOTSENT_LOWAT",
                        value -> linux.setOption(channel, TcpOptions.TCP_NOTSENT_LOWAT, value)),
                reading("SocketChannel get", () -> channel.getOption(jdk)),
                reading("tfo.linux get", () -> linux.getOption(channel, ours)),
                reading("FastOpenConnection get", () -> connection.getOption(ours)),
                reading("tfo.linux get NOTSENT_LOWAT", () -> linux.getOption(channel, TcpOptions.TCP_NOTSENT_LOWAT)));
    }

    private static Slices.Contestant setting(String name, Setter setter) {
        int[] turn = {0};
        return new Slices.Contestant(name, () -> setter.set(VALUES[turn[0]++ & 1]));
    }

    private static Slices.Contestant reading(String name, Getter getter) {
        return new Slices.Contestant(name, () -> {
            int value = getter.get();
            if (value != VALUES[0] && value != VALUES[1]) {
                throw new IllegalStateException(name + " read " + value);
            }
        });
    }

    private static List<Row> rows(List<Slices.Figures> figures) {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < figures.size(); i++) {
            Slices.Figures each = figures.get(i);
            Slices.Figures baseline = figures.get(i / GROUP * GROUP);
            rows.add(new Row(each.name())
                    .with("operations", each.operations())
                    .with("cpuMicros", each.cpuMicros(), 3)
                    .with("cpuRatio", each.cpuRatio(baseline), 2)
                    .with("bytes", each.bytes(), 1));
        }
        return rows;
    }

    private static List<Goal> goals(List<Slices.Figures> figures) {
        List<Goal> goals = new ArrayList<>();
        for (int baseline = 0; baseline < figures.size(); baseline += GROUP) {
            Slices.Figures jdk = figures.get(baseline);
            for (Slices.Figures each : figures.subList(baseline + 1, baseline + GROUP)) {
                // The JDK has no such option to compare the last with, and the guard takes two calls more.
                if (!each.name().equals("tfo.linux set NOTSENT_LOWAT")) {
                    goals.add(Goal.atMost("CPU of " + each.name() + " / " + jdk.name(), 2.0, each.cpuRatio(jdk)));
                }
                goals.add(Goal.atMost("bytes of " + each.name() + " more", 0, Math.rint(each.bytes() - jdk.bytes())));
            }
        }
        return goals;
    }

    private interface Setter {
        void set(Integer value) throws IOException;
    }

    private interface Getter {
        int get() throws IOException;
    }
}
