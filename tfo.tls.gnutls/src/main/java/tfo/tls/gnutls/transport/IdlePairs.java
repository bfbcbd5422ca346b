package tfo.tls.gnutls.transport;

import java.io.IOException;
import java.lang.ref.Cleaner;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import tfo.tls.gnutls.library.Natives;

/** A few pairs that served for a first flight and will serve for the next: making and closing one takes three system calls. */
final class IdlePairs {
    private static final int MOST = 4;
    private static final Cleaner CLEANER = Cleaner.create();

    private final Natives natives;
    private final BlockingQueue<Pair> idle = new ArrayBlockingQueue<>(MOST);

    IdlePairs(Natives natives) {
        this.natives = natives;
        BlockingQueue<Pair> pairs = idle;
        CLEANER.register(this, () -> pairs.forEach(Pair::close));
    }

    /** One that is idle, or a new one. */
    Pair take() throws IOException {
        Pair known = idle.poll();
        return known == null ? new Pair(natives) : known;
    }

    /** Keeps a pair that no session uses any more, if nothing is left in it and there is room. */
    void giveBack(Pair pair) {
        if (!pair.isEmpty() || !idle.offer(pair)) {
            pair.close();
        }
    }
}
