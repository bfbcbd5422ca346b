package tfo.linux.socket;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import tfo.api.socket.AvoidedPath;

/**
 * Remembers the addresses to which a SYN that asked for Fast Open was lost, and for how long not to ask again: the kernel itself
 * would pay a retransmission for each connection (where tcp_fastopen_blackhole_timeout_sec is 0), or give up Fast Open for all.
 */
public final class PathMemory {
    private static final Duration LONGEST = Duration.ofHours(1);
    private static final int MOST = 4096;

    private final InstantSource clock;
    private final Duration first;
    private final ReentrantLock lock = new ReentrantLock();

    /** Oldest first; guarded by {@link #lock}. An entry outlives its time, so that a second strike counts double. */
    private final Map<InetAddress, AvoidedPath> paths = new LinkedHashMap<>();

    /** Addresses that answered a SYN that asked for Fast Open as they should. Grows under {@link #lock}. */
    private final Set<InetAddress> trusted = ConcurrentHashMap.newKeySet();

    /** Written under {@link #lock}; lets the usual case, nothing remembered, go without it. */
    private volatile boolean empty = true;

    /** A memory that avoids a path for this long at the first strike. */
    public PathMemory(InstantSource clock, Duration first) {
        this.clock = clock;
        this.first = first;
    }

    /** The entry of an address that is to be connected to plainly now. */
    Optional<AvoidedPath> avoided(InetAddress address) {
        if (empty) {
            return Optional.empty();
        }
        lock.lock();
        try {
            return Optional.ofNullable(paths.get(address)).filter(this::holds);
        } finally {
            lock.unlock();
        }
    }

    /** Whether a SYN that asked this address for Fast Open was answered as it should be, the last time. */
    boolean trusted(InetAddress address) {
        return trusted.contains(address);
    }

    /** A SYN that asked this address for Fast Open was answered as it should be. */
    void trust(InetAddress address) {
        if (trusted.contains(address)) {
            return;
        }
        lock.lock();
        try {
            if (trusted.size() == MOST) {
                // To be asked once more costs each of them next to nothing.
                trusted.clear();
            }
            trusted.add(address);
        } finally {
            lock.unlock();
        }
    }

    /** It was refused, by the peer or by something on the way. */
    void doubt(InetAddress address) {
        trusted.remove(address);
    }

    /** A SYN that asked this address for Fast Open was lost. */
    void strike(InetAddress address) {
        lock.lock();
        try {
            doubt(address);
            AvoidedPath before = paths.get(address);
            if (before == null || suspicion(before)) {
                put(address, 1);
            } else {
                // Connections that were under way together are one event.
                put(address, before.strikes() + (holds(before) ? 0 : 1));
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * A connection that asked this address for Fast Open timed out: perhaps the SYN was lost for that, perhaps nobody is there. The
     * next connection is made plainly, and what becomes of it tells.
     */
    void suspect(InetAddress address) {
        lock.lock();
        try {
            doubt(address);
            AvoidedPath before = paths.get(address);
            if (before == null || suspicion(before)) {
                put(address, 0);
            } else {
                strike(address);
            }
        } finally {
            lock.unlock();
        }
    }

    /** A connection that was made plainly stands, or does not: a mere suspicion of its address is confirmed, or forgotten. */
    void verdict(InetAddress address, boolean stands) {
        if (empty) {
            return;
        }
        lock.lock();
        try {
            AvoidedPath path = paths.get(address);
            if (path == null || !suspicion(path)) {
                return;
            }
            if (stands) {
                put(address, 1);
            } else {
                success(address);
            }
        } finally {
            lock.unlock();
        }
    }

    private void put(InetAddress address, int strikes) {
        paths.remove(address);
        paths.put(address, new AvoidedPath(address, clock.instant().plus(penalty(strikes)), strikes));
        if (paths.size() > MOST) {
            paths.remove(paths.keySet().iterator().next());
        }
        empty = false;
    }

    private static boolean suspicion(AvoidedPath path) {
        return path.strikes() == 0;
    }

    /** Fast Open to this address worked. */
    void success(InetAddress address) {
        if (empty) {
            return;
        }
        lock.lock();
        try {
            paths.remove(address);
            empty = paths.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** What is avoided now, newest first. */
    public List<AvoidedPath> list() {
        lock.lock();
        try {
            return paths.values().stream()
                    .filter(path -> holds(path) && !suspicion(path))
                    .sorted(Comparator.comparing(AvoidedPath::until).reversed())
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    /** Forgets everything. */
    public void clear() {
        lock.lock();
        try {
            paths.clear();
            trusted.clear();
            empty = true;
        } finally {
            lock.unlock();
        }
    }

    private boolean holds(AvoidedPath path) {
        Instant now = clock.instant();
        return now.isBefore(path.until());
    }

    private Duration penalty(int strikes) {
        Duration doubled = first.multipliedBy(1L << Math.min(Math.max(0, strikes - 1), 20));
        return doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
    }
}
