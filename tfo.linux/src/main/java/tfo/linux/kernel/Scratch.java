package tfo.linux.kernel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A block of native memory for the arguments of one call after the other, borrowed from a pool. To be used by one thread at a time
 * and closed by it; the pool keeps a few and leaves the others to the garbage collector.
 */
public final class Scratch implements AutoCloseable {
    private final Pool pool;
    private final ByteBuffer memory;
    private final long address;

    private Scratch(Pool pool, ByteBuffer memory, long address) {
        this.pool = pool;
        this.memory = memory;
        this.address = address;
    }

    /** The memory, in the machine's byte order. Its position and limit mean nothing. */
    public ByteBuffer memory() {
        return memory;
    }

    /** Where the memory begins. */
    public long address() {
        return address;
    }

    /** Gives the block back. */
    @Override
    public void close() {
        pool.giveBack(this);
    }

    /** Blocks of one size. Safe for use by any thread. */
    public static final class Pool {
        private static final int SPARE = 16;

        private final Libc libc;
        private final int size;
        private final AtomicReference<@Nullable Scratch> handy = new AtomicReference<>();

        /** What does not fit into {@link #handy}, because several threads borrow at a time. */
        private final ConcurrentLinkedQueue<Scratch> spare = new ConcurrentLinkedQueue<>();

        private final AtomicInteger spares = new AtomicInteger();

        /** A pool of blocks of this many bytes. */
        public Pool(Libc libc, int size) {
            this.libc = libc;
            this.size = size;
        }

        int size() {
            return size;
        }

        /** Lends a block, whose content is whatever the last borrower left. */
        public Scratch borrow() {
            Scratch scratch = handy.getAndSet(null);
            if (scratch != null) {
                return scratch;
            }
            scratch = spare.poll();
            if (scratch != null) {
                spares.decrementAndGet();
                return scratch;
            }
            ByteBuffer memory = ByteBuffer.allocateDirect(size).order(ByteOrder.nativeOrder());
            return new Scratch(this, memory, libc.address(memory));
        }

        private void giveBack(Scratch scratch) {
            if (handy.compareAndSet(null, scratch)) {
                return;
            }
            if (spares.incrementAndGet() <= SPARE) {
                spare.add(scratch);
            } else {
                spares.decrementAndGet();
            }
        }
    }
}
