package tfo.cli.demo;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tfo.lab.Flow;
import tfo.lab.PacketLog;

/** Times one connection, and keeps its packets as they are at the moment when the answer begins to be read. For one thread. */
final class Stopwatch {
    private final PacketLog log;
    private long start;
    private long nanos;
    private @Nullable Flow flow;

    Stopwatch(PacketLog log) {
        this.log = log;
    }

    /** Now: before the socket is opened. */
    void start() {
        start = System.nanoTime();
    }

    /** Now: the first byte of the answer has been read, on the connection from this port. */
    void answered(int clientPort) {
        nanos = System.nanoTime() - start;
        flow = log.flow(clientPort);
    }

    /** How long it took. */
    double millis() {
        return nanos / 1e6;
    }

    /** The packets up to the answer. */
    Flow flow() {
        return Objects.requireNonNull(flow, "no answer");
    }
}
