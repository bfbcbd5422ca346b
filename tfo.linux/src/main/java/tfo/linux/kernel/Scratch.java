package tfo.linux.kernel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

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
        private final ConcurrentLinkedQueue<Scratch> spare = new ConcurrentLinkedQueue<>();
        private final AtomicInteger spares = new AtomicInteger();

        /** A pool of blocks of this many bytes. */
        public Pool(Libc libc, int size) {
            this.libc = libc;
            this.size = size;
        }

        /** Lends a block, whose content is whatever the last borrower left. */
        public Scratch borrow() {
            Scratch scratch = spare.poll();
            if (scratch != null) {
                spares.decrementAndGet();
                return scratch;
            }
            ByteBuffer memory = ByteBuffer.allocateDirect(size).order(ByteOrder.nativeOrder());
            return new Scratch(this, memory, libc.address(memory));
        }

        private void giveBack(Scratch scratch) {
            if (spares.incrementAndGet() <= SPARE) {
                spare.add(scratch);
            } else {
                spares.decrementAndGet();
            }
        }
    }
}
