package tfo.cli.demo;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import tfo.api.socket.Availability;
import tfo.api.socket.FastOpenListener;
import tfo.api.socket.FastOpenSockets;
import tfo.api.socket.ListenRequest;
import tfo.cli.http.Target;
import tfo.cli.serve.Entrance;
import tfo.cli.serve.ServeLog;
import tfo.cli.serve.Served;
import tfo.cli.serve.Server;
import tfo.lab.NetworkLab;
import tfo.lab.PacketLog;

/**
 * Races the ways to connect over a slow line: the JDK's socket, Fast Open at first contact, Fast Open with a cookie, and the
 * fallback provider. The server is a real one in the same JVM. Works in a private namespace only.
 */
public final class Demo {
    private static final int WARM_UP_ROUNDS = 2;
    private static final int CALIBRATION_ECHOES = 21;
    private static final int ANSWER_BYTES = 512;

    private final FastOpenSockets sockets;
    private final List<Lane> lanes;
    private final Consumer<String> progress;

    /**
     * A race.
     *
     * @param sockets the provider with Fast Open
     * @param fallback the portable one
     * @param progress is told what goes on
     */
    public Demo(FastOpenSockets sockets, FastOpenSockets fallback, Consumer<String> progress) {
        this.sockets = sockets;
        this.progress = progress;
        this.lanes = List.of(
                new PlainLane(),
                new SocketsLane("TFO, first contact", sockets),
                new SocketsLane("TFO with cookie", sockets),
                new SocketsLane("fallback", fallback));
    }

    /** Runs all rounds; takes about four round trips' time for each, and a few seconds more. */
    public DemoResult run(DemoPlan plan) throws IOException {
        progress.accept("laying the line ...");
        try (NetworkLab lab = NetworkLab.open(plan.rtt());
                PacketLog log = lab.packetLog();
                Server server = Server.sized(Entrance.plain(sockets, anyPort(lab)), ANSWER_BYTES, new Silence())) {
            Thread accepting = new Thread(server::run, "tfo-demo-server");
            accepting.setDaemon(true);
            accepting.start();
            return new Race(lab, log, server.listener().localAddress().getPort()).run(plan);
        }
    }

    private static ListenRequest anyPort(NetworkLab lab) {
        return ListenRequest.on(new InetSocketAddress(lab.server(), 0));
    }

    /** One run on one line. */
    private final class Race {
        private final NetworkLab lab;
        private final PacketLog log;
        private final int port;
        private final Map<Lane, List<Attempt>> attempts = new LinkedHashMap<>();
        private ByteBuffer request = ByteBuffer.allocate(0);

        Race(NetworkLab lab, PacketLog log, int port) {
            this.lab = lab;
            this.log = log;
            this.port = port;
        }

        DemoResult run(DemoPlan plan) throws IOException {
            request = Target.parse("http://" + lab.peer().getHostAddress() + ":" + port + "/")
                    .request("GET", List.of());
            for (int i = 0; i < WARM_UP_ROUNDS; i++) {
                round("warming up");
            }
            attempts.clear();
            double before = calibrate();
            for (int i = 1; i <= plan.rounds(); i++) {
                round("round " + i + " of " + plan.rounds());
            }
            double rtt = (before + calibrate()) / 2;
            return new DemoResult(plan, rtt, request.remaining(), rows(rtt));
        }

        private double calibrate() throws IOException {
            progress.accept("measuring the round trip ...");
            return lab.calibrate(CALIBRATION_ECHOES).p50();
        }

        // A fresh destination each round: of its two contacts by Fast Open the first fetches the cookie that the second
        // uses.
        private void round(String name) throws IOException {
            lab.forgetCookies();
            for (Lane lane : lanes) {
                progress.accept(name + ": " + lane.name());
                attempts.computeIfAbsent(lane, any -> new ArrayList<>()).add(attempt(lane));
            }
        }

        private Attempt attempt(Lane lane) throws IOException {
            log.clear();
            Run run = lane.run(new InetSocketAddress(lab.peer(), port), request);
            return new Attempt(run.nanos() / 1e6, run.fastOpen(), log.flow(run.clientPort()));
        }

        private List<Row> rows(double rtt) {
            return lanes.stream()
                    .map(lane -> new Row(lane, rtt, attempts.getOrDefault(lane, List.of())))
                    .toList();
        }
    }

    /** The race speaks for itself. */
    private static final class Silence implements ServeLog {
        @Override
        public void listening(FastOpenListener listener, Availability fastOpen) {}

        @Override
        public void ended(Served served) {}

        @Override
        public void acceptFailed(IOException cause) {}
    }
}
