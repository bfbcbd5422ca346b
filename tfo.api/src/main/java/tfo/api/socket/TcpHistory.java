package tfo.api.socket;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import tfo.api.tcp.TcpInfo;
import tfo.api.tcp.TcpInfoField;

/**
 * Readings of TCP_INFO over a connection's life: throughput, round-trip time and retransmissions as they were at each time. The first
 * is of the connection's beginning, when all was zero, so that what the SYN carried and whether it was sent again is in it, too.
 *
 * <p>Who watches calls {@link #read()} when it likes, or {@link #every} once, which has a daemon thread do it until the connection
 * is closed or {@link #close()} is called. At most {@value #MOST} readings are kept: when there would be more, every second one is
 * dropped, and of those to come, too; so the first and the last are always there, and what is between them covers the whole life
 * evenly. Safe for use by any thread. Where the system gives no TCP_INFO there are no readings.
 */
public final class TcpHistory implements Closeable {
    /** How many readings are kept at most. */
    public static final int MOST = 256;

    /** Above these 292 years a wait has no end that a clock could tell. */
    private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

    /** The numbers that the kernel has for these states. */
    private static final long SYN_SENT = 2, SYN_RECEIVED = 3;

    private final FastOpenConnection connection;
    private final boolean accepted;
    private final long start;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ended = lock.newCondition();

    /** Oldest first; guarded by {@link #lock}, as are the others. */
    private final List<Reading> kept = new ArrayList<>();

    /** The last one, unless it is kept anyway. */
    private @Nullable Reading newest;

    /** How many were taken, and of how many one is kept. */
    private long taken;

    private long stride = 1;

    private boolean watched;
    private boolean closed;

    private TcpHistory(FastOpenConnection connection) {
        this.connection = connection;
        this.accepted = connection.accepted();
        this.start = System.nanoTime() - connection.age().toNanos();
    }

    /**
     * A history of this connection: its beginning, and how it stands now. Closing the history leaves the connection open.
     */
    public static TcpHistory of(FastOpenConnection connection) {
        TcpHistory history = new TcpHistory(Objects.requireNonNull(connection, "connection"));
        history.read();
        return history;
    }

    /**
     * Has a daemon thread take a reading each time this long has passed.
     *
     * @return this
     * @throws IllegalArgumentException if the interval is shorter than a millisecond
     * @throws IllegalStateException if a thread does so already, or the history is closed
     */
    public TcpHistory every(Duration interval) {
        if (interval.compareTo(Duration.ofMillis(1)) < 0) {
            throw new IllegalArgumentException("an interval is a millisecond at least: " + interval);
        }
        lock.lock();
        try {
            if (watched || closed) {
                throw new IllegalStateException(closed ? "the history is closed" : "a thread watches already");
            }
            watched = true;
        } finally {
            lock.unlock();
        }
        // Nothing of the starter's, whose class loader may be unloaded before this thread ends.
        Thread thread = new Thread(null, () -> watch(interval), "tfo-tcp-history", 0, false);
        thread.setContextClassLoader(null);
        thread.setDaemon(true);
        thread.start();
        return this;
    }

    private void watch(Duration interval) {
        lock.lock();
        try {
            while (!await(interval)) {
                if (!read()) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            // Nobody else knows this thread; it ends as if by close().
        } finally {
            lock.unlock();
        }
    }

    /** Whether the history was closed within this time. */
    private boolean await(Duration interval) throws InterruptedException {
        long left = interval.compareTo(LONGEST) < 0 ? interval.toNanos() : Long.MAX_VALUE;
        while (!closed && left > 0) {
            left = ended.awaitNanos(left);
        }
        return closed;
    }

    /**
     * Takes a reading now.
     *
     * @return whether there was one to take: false if the connection or the history is closed, or the system has no TCP_INFO
     */
    public boolean read() {
        lock.lock();
        try {
            Optional<TcpInfo> info = closed ? Optional.empty() : connection.tcpInfo();
            info.ifPresent(this::add);
            return info.isPresent();
        } catch (IOException e) {
            return false;
        } finally {
            lock.unlock();
        }
    }

    private void add(TcpInfo info) {
        Duration now = Duration.ofNanos(System.nanoTime() - start);
        if (taken == 0) {
            add(new Reading(Duration.ZERO, beginning(info), 0, 0));
        }
        PayloadBytes payload = PayloadBytes.of(info, accepted);
        add(new Reading(now, info, payload.acked(), payload.received()));
    }

    /** Zero in every field that the kernel knows. */
    private TcpInfo beginning(TcpInfo known) {
        Map<TcpInfoField, Long> fields = new EnumMap<>(known.fields());
        fields.replaceAll((field, value) -> 0L);
        fields.replace(TcpInfoField.STATE, accepted ? SYN_RECEIVED : SYN_SENT);
        return new TcpInfo(fields);
    }

    private void add(Reading reading) {
        boolean keep = taken++ % stride == 0;
        newest = keep ? null : reading;
        if (keep) {
            kept.add(reading);
        }
        // One place is the newest reading's.
        if (kept.size() == MOST) {
            thin();
        }
    }

    private void thin() {
        newest = kept.get(MOST - 1);
        for (int i = 0; i < MOST / 2; i++) {
            kept.set(i, kept.get(2 * i));
        }
        kept.subList(MOST / 2, MOST).clear();
        stride *= 2;
    }

    /** The readings kept so far, oldest first. */
    public List<Reading> readings() {
        lock.lock();
        try {
            List<Reading> all = new ArrayList<>(kept);
            if (newest != null) {
                all.add(newest);
            }
            return List.copyOf(all);
        } finally {
            lock.unlock();
        }
    }

    /** What happened from each reading to the next; empty if there are none. */
    public List<Stretch> stretches() {
        List<Reading> all = readings();
        List<Stretch> stretches = new ArrayList<>();
        for (int i = 1; i < all.size(); i++) {
            stretches.add(new Stretch(all.get(i - 1), all.get(i)));
        }
        return List.copyOf(stretches);
    }

    /** From the connection's beginning to the last reading; empty if there are none. */
    public Optional<Stretch> whole() {
        List<Reading> all = readings();
        return all.isEmpty() ? Optional.empty() : Optional.of(new Stretch(all.get(0), all.get(all.size() - 1)));
    }

    /** Takes a last reading, if the connection is still open, and ends the thread of {@link #every}. The readings can still be had. */
    @Override
    public void close() {
        lock.lock();
        try {
            read();
            closed = true;
            ended.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * A reading.
     *
     * @param at since the connection began
     * @param info what the kernel said; of the beginning: zeros
     * @param bytesAcked bytes of payload that the peer had acknowledged, without the SYN and the FIN that the kernel counts with them
     * @param bytesReceived bytes of payload that had come in order, without the FIN; of a connection that was reset after the peer had
     *     acknowledged our FIN it may be one too few
     */
    public record Reading(Duration at, TcpInfo info, long bytesAcked, long bytesReceived) {}

    /**
     * The time between two readings.
     *
     * @param from the earlier reading
     * @param to the later reading
     */
    public record Stretch(Reading from, Reading to) {

        /** How long it was. */
        public Duration length() {
            return to.at.minus(from.at);
        }

        /** Bytes of payload that the peer acknowledged meanwhile. */
        public long bytesAcked() {
            return to.bytesAcked - from.bytesAcked;
        }

        /** Bytes of payload that came meanwhile. */
        public long bytesReceived() {
            return to.bytesReceived - from.bytesReceived;
        }

        /** Segments that were sent again meanwhile, the SYN included. */
        public int retransmits() {
            return to.info.totalRetransmits() - from.info.totalRetransmits();
        }

        /** Bytes acknowledged per second. */
        public double ackedPerSecond() {
            return perSecond(bytesAcked());
        }

        /** Bytes received per second. */
        public double receivedPerSecond() {
            return perSecond(bytesReceived());
        }

        // Two readings are never at the same nanosecond but by a clock too coarse; then the rate is not known.
        private double perSecond(long bytes) {
            long nanos = length().toNanos();
            return nanos == 0 ? 0 : bytes * 1e9 / nanos;
        }
    }
}
