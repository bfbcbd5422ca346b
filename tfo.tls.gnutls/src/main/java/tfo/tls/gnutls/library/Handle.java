package tfo.tls.gnutls.library;

import java.lang.ref.Cleaner;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;

/**
 * An object of the library. It is freed once: when its owner has closed it and nobody else holds it any more, or, as a net, when the
 * collector finds it. Safe for use by any thread; but who uses {@link #address()} sees to it that nobody closes it meanwhile.
 */
public final class Handle implements AutoCloseable {
    private static final Cleaner CLEANER = Cleaner.create();

    private final State state;
    private final Cleaner.Cleanable cleanable;
    private final AtomicBoolean closed = new AtomicBoolean();

    /**
     * Becomes the owner.
     *
     * @param free what frees it; what it refers to is there for as long as the object is
     */
    public Handle(long address, LongConsumer free) {
        this.state = new State(address, free);
        this.cleanable = CLEANER.register(this, state::free);
    }

    /**
     * Where it is.
     *
     * @throws IllegalStateException if it is closed
     */
    public long address() {
        if (closed.get()) {
            throw new IllegalStateException("closed");
        }
        return state.address;
    }

    /** Whether the owner has closed it. */
    public boolean isClosed() {
        return closed.get();
    }

    /**
     * Keeps it alive until what this returns is closed.
     *
     * @throws IllegalStateException if it is closed
     */
    public Hold hold() {
        if (closed.get() || state.holders.getAndUpdate(n -> n == 0 ? 0 : n + 1) == 0) {
            throw new IllegalStateException("closed");
        }
        return new Hold(this);
    }

    /** Gives up ownership; a second call does nothing. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            release();
        }
    }

    private void release() {
        if (state.holders.decrementAndGet() == 0) {
            cleanable.clean();
        }
    }

    /** Keeps a handle alive. */
    public static final class Hold implements AutoCloseable {
        private final Handle handle;
        private final AtomicBoolean released = new AtomicBoolean();

        private Hold(Handle handle) {
            this.handle = handle;
        }

        /** Where it is, whether or not its owner has closed it. */
        public long address() {
            return handle.state.address;
        }

        @Override
        public void close() {
            if (released.compareAndSet(false, true)) {
                handle.release();
            }
        }
    }

    /** What the cleaner sees; it must not refer to the handle. */
    private static final class State {
        final long address;
        final AtomicInteger holders = new AtomicInteger(1);
        private final LongConsumer free;

        State(long address, LongConsumer free) {
            this.address = address;
            this.free = free;
        }

        void free() {
            free.accept(address);
        }
    }
}
