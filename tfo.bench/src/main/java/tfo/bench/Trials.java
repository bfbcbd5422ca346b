package tfo.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import tfo.api.socket.FastOpenReport;
import tfo.lab.Flow;
import tfo.lab.NetworkLab;
import tfo.lab.PacketLog;

/** Single questions over a lab's line, each timed, logged packet by packet, and checked byte by byte. */
final class Trials implements AutoCloseable {
    /** How many bytes a request has, and its answer. */
    static final int PAYLOAD = 300;

    private final NetworkLab lab;
    private final PacketLog log;
    private final Optional<EchoPeer> server;
    private int number;

    private Trials(NetworkLab lab, PacketLog log, Optional<EchoPeer> server) {
        this.lab = lab;
        this.log = log;
        this.server = server;
    }

    /** With an echo server of their own. */
    static Trials open(Duration rtt) throws IOException {
        return open(rtt, lab -> Optional.of(EchoPeer.on(lab.server())));
    }

    /** With such servers as listen on every address. */
    static Trials withoutServer(Duration rtt) throws IOException {
        return open(rtt, lab -> Optional.empty());
    }

    private static Trials open(Duration rtt, Serving serving) throws IOException {
        NetworkLab lab = NetworkLab.open(rtt);
        try {
            return new Trials(lab, lab.packetLog(), serving.at(lab));
        } catch (IOException | RuntimeException e) {
            lab.close();
            throw e;
        }
    }

    /** Starts a server, or none. */
    private interface Serving {
        Optional<EchoPeer> at(NetworkLab lab) throws IOException;
    }

    NetworkLab lab() {
        return lab;
    }

    /** The median round trip of the line in milliseconds, measured now. */
    double rtt() throws IOException {
        return lab.calibrate().p50();
    }

    /** Asks by this way the lab's present peer. */
    Trial ask(Way way) throws IOException {
        return ask(
                way,
                new InetSocketAddress(lab.peer(), server.orElseThrow().address().getPort()));
    }

    /** Asks by this way a server at an address of the lab's peer. */
    Trial ask(Way way, InetSocketAddress remote) throws IOException {
        ByteBuffer request = ByteBuffer.allocate(PAYLOAD).putInt(0, ++number);
        ByteBuffer answer = ByteBuffer.allocate(2 * PAYLOAD);
        log.clear();
        long start = System.nanoTime();
        try (Dialog dialog = way.open(remote, request)) {
            dialog.read(answer);
            double millis = (System.nanoTime() - start) / 1e6;
            int port = dialog.localPort();
            Flow toAnswer = log.flow(port);
            readAll(dialog, answer);
            return new Trial(
                    millis,
                    answer.flip().equals(request),
                    dialog.report(),
                    dialog.session(),
                    toAnswer,
                    firstFlow(port));
        }
    }

    // A port that was used again, after a reset, has two.
    private Flow firstFlow(int port) {
        return log.flows().stream()
                .filter(flow -> flow.clientPort() == port)
                .findFirst()
                .orElseGet(() -> log.flow(port));
    }

    // To the end: what came twice is here twice.
    private static void readAll(Dialog dialog, ByteBuffer answer) throws IOException {
        while (answer.position() < PAYLOAD && dialog.read(answer) >= 0) {}
        dialog.shutdownOutput();
        while (answer.hasRemaining() && dialog.read(answer) >= 0) {}
    }

    @Override
    public void close() throws IOException {
        server.ifPresent(EchoPeer::close);
        log.close();
        lab.close();
    }

    /**
     * One question and its answer.
     *
     * @param millis from before the socket was opened to the first byte of the answer
     * @param exact whether the peer got every byte exactly once, and so did we
     * @param report how the request fared, by the provider's account
     * @param session what TLS made of it
     * @param toAnswer the packets until the answer had begun to arrive
     * @param flow the packets, from the first SYN on
     */
    record Trial(
            double millis, boolean exact, FastOpenReport report, Dialog.Session session, Flow toAnswer, Flow flow) {

        /** Whether the first SYN had the option, with a cookie or asking for one. */
        boolean asked() {
            return flow.cookie().isPresent();
        }
    }
}
