package tfo.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import tfo.lab.kernel.PacketRing;
import tfo.lab.kernel.PacketSocket;
import tfo.lab.kernel.Worker;
import tfo.lab.wire.Frame;

/**
 * Logs every TCP segment on a lab's line or on loopback, as it leaves and as it arrives, by AF_PACKET.
 *
 * <p>Every question is answered with all the kernel has seen up to then: what a thread sent or received before it asks is in
 * the answer, without waiting. What happens by itself, such as an ACK or a retransmission, is waited for by {@link #await}.
 * Safe for use by several threads. What was logged stays readable after {@link #close}.
 */
public final class PacketLog implements AutoCloseable {
    // Beyond the way itself: a packet may wait until its threads are scheduled.
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final long LOOK_AGAIN_NANOS = 200_000_000;

    private final PacketSocket socket;
    private final long patience;
    private final Worker worker;
    private final Frame frame = new Frame();

    /** Guards the ring and everything below. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Condition logged = lock.newCondition();
    private final Map<Endpoints, Track> current = new HashMap<>();
    private final List<Track> tracks = new ArrayList<>();
    private long missed;
    private volatile boolean closed;

    private PacketLog(PacketSocket socket, String interfaceName, Duration way) {
        this.socket = socket;
        this.patience = way.plus(PATIENCE).toNanos();
        this.worker = Worker.of("packet log " + interfaceName, this::run);
    }

    /** Starts to log the loopback interface of this network namespace. */
    public static PacketLog loopback() throws IOException {
        return start("lo", Duration.ZERO);
    }

    static PacketLog start(String interfaceName, Duration way) throws IOException {
        PacketLog log = new PacketLog(PacketSocket.log(interfaceName), interfaceName, way);
        log.worker.start();
        return log;
    }

    /** Every connection seen, in the order of their first segments. */
    public List<Flow> flows() {
        return select(track -> true);
    }

    /** Every connection seen to this server port, in the order of their first segments. */
    public List<Flow> flowsTo(int serverPort) {
        return select(track -> track.serverPort() == serverPort);
    }

    /** The last connection from this client port; one without segments if none was seen. */
    public Flow flow(int clientPort) {
        List<Flow> flows = select(track -> track.clientPort() == clientPort);
        return flows.isEmpty() ? new Flow(clientPort, 0, List.of()) : flows.get(flows.size() - 1);
    }

    private List<Flow> select(Predicate<Track> wanted) {
        lock.lock();
        try {
            drain();
            long now = now();
            return tracks.stream()
                    .filter(wanted)
                    .map(track -> track.flow(now, patience))
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until the log fulfils the condition, which is tried again after each segment.
     *
     * @return whether it did within the time
     */
    public boolean await(Predicate<PacketLog> condition, Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        lock.lock();
        try {
            long left = timeout.toNanos();
            while (!condition.test(this)) {
                if (left <= 0) {
                    return false;
                }
                // Not longer than this, because being lost is a matter of time and not of segments.
                logged.await(Math.min(left, LOOK_AGAIN_NANOS), TimeUnit.NANOSECONDS);
                left = deadline - System.nanoTime();
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Forgets what was logged so far. */
    public void clear() {
        lock.lock();
        try {
            drain();
            tracks.clear();
            current.clear();
        } finally {
            lock.unlock();
        }
    }

    /** How many packets the kernel could not hand over, because they came faster than the log reads; 0 is what to expect. */
    public long missed() {
        lock.lock();
        try {
            if (!closed) {
                missed = socket.missed();
            }
            return missed;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            lock.unlock();
        }
    }

    /** Every connection with every segment, like tcpdump. */
    public String dump() {
        return flows().stream().map(Flow::toString).collect(Collectors.joining("\n\n"));
    }

    private void run() {
        while (!closed) {
            socket.await(-1);
            lock.lock();
            try {
                drain();
                logged.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    private void drain() {
        if (closed) {
            return;
        }
        PacketRing ring = socket.ring();
        for (; ring.hasFrame(); ring.release()) {
            frame.read(ring.frames(), ring.frameOffset(), ring.captured(), ring.length());
            if (frame.isTcp()) {
                add(Packet.of(frame, ring.time(), ring.outgoing()));
            }
        }
    }

    private void add(Packet packet) {
        Endpoints endpoints = Endpoints.of(packet);
        Track track = current.get(endpoints);
        if (track == null || track.isEndedBy(packet.segment())) {
            track = Track.beginningWith(packet.segment());
            current.put(endpoints, track);
            tracks.add(track);
        }
        track.add(packet);
    }

    private static long now() {
        Instant now = Instant.now();
        return now.getEpochSecond() * 1_000_000_000L + now.getNano();
    }

    /** Stops to log. Closing twice is harmless. */
    @Override
    public void close() {
        if (stop()) {
            socket.wake();
            worker.join();
            socket.close();
        }
    }

    private boolean stop() {
        lock.lock();
        try {
            if (closed) {
                return false;
            }
            missed();
            drain();
            closed = true;
            return true;
        } finally {
            lock.unlock();
        }
    }
}
