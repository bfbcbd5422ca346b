package tfo.api.tls;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashSet;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;

/** Remembers in memory. */
final class ReplayMemory implements ReplayGuard {
    private final int capacity;
    private final InstantSource clock;

    // Guarded by this, both: the same memories by what they are of and by how long they last.
    private final Set<ReplayDigest> known = new HashSet<>();
    private final Queue<Memory> byEnd = new PriorityQueue<>(Comparator.comparing(Memory::until));

    ReplayMemory(int capacity, InstantSource clock) {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity " + capacity);
        }
        this.capacity = capacity;
        this.clock = clock;
    }

    @Override
    public boolean isNew(byte[] id, Instant until) {
        return add(new Memory(ReplayDigest.of(id), until));
    }

    private synchronized boolean add(Memory memory) {
        forget();
        if (known.contains(memory.digest) || known.size() >= capacity) {
            return false;
        }
        byEnd.add(memory);
        return known.add(memory.digest);
    }

    private void forget() {
        Instant now = clock.instant();
        for (Memory first = byEnd.peek(); first != null && first.until.isBefore(now); first = byEnd.peek()) {
            known.remove(first.digest);
            byEnd.remove();
        }
    }

    /** What is remembered, and how long. */
    private record Memory(ReplayDigest digest, Instant until) {}
}
