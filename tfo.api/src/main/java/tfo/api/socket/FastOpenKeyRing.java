package tfo.api.socket;

import java.io.Closeable;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import tfo.api.Availability;

/**
 * The cookie keys of listeners, renewed while they serve. All of them come from one secret and the time, so that hosts which share the
 * secret have the same keys at the same time without a word between them.
 *
 * <p>The kernel makes a cookie of the key, the client's address and the server's. So these hosts accept each other's cookies if they have
 * one address, as each of them sees it: anycast, ECMP, direct server return, a shared address. Behind a balancer that rewrites the
 * destination (DNAT) each host makes other cookies, whatever the key, and a client falls back whenever it comes to another host.
 *
 * <p>Time is cut into periods, each with a key of its own: the first 16 bytes of HKDF-SHA256 (RFC 5869) of the secret, with
 * the salt {@code tcp fast open key ring} and the period's number since 1970 as info, 8 bytes big-endian. A listener always has two:
 *
 * <pre>
 * period n, first half    makes cookies with key n, accepts those of n-1
 * period n, second half   makes cookies with key n, accepts those of n+1
 * </pre>
 *
 * <p>So a key is accepted everywhere half a period before the first cookie is made with it, and half a period after the last one:
 * clocks may differ by that much. A client that comes with the older key gets a new cookie, in the same handshake, and
 * TCPFastOpenPassiveAltKey counts it; one that stays away for longer than half a period past its key's falls back once, to a
 * connection without data in the SYN.
 *
 * <p>Somebody has to turn the ring: the caller, who calls {@link #rotate()} when it says, or a daemon thread, {@link #start()}.
 * Safe for use by any thread. Two keys at a time take Linux 5.3.
 */
public final class FastOpenKeyRing implements Closeable {
    /** How many bytes the secret has. */
    public static final int SECRET_LENGTH = 32;

    private static final byte[] SALT = "tcp fast open key ring".getBytes(StandardCharsets.US_ASCII);
    private static final int KEY_LENGTH = 16;

    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofDays(36_500);

    /** How long the thread waits at most, so that it notices when the clock is set. */
    private static final Duration GLANCE = Duration.ofMinutes(1);

    private final Duration period;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ended = lock.newCondition();

    /** Wiped by {@link #close()}; guarded by {@link #lock}, as are the others. */
    private final byte[] secret;

    /** The half period whose keys each listener has. */
    private final Map<FastOpenListener, Long> listeners = new HashMap<>();

    private boolean started;
    private boolean closed;

    private FastOpenKeyRing(byte[] secret, Duration period, InstantSource clock) {
        this.secret = secret;
        this.period = period;
        this.clock = clock;
    }

    /**
     * A ring by the system's clock.
     *
     * @param secret {@value #SECRET_LENGTH} bytes from a random generator, the same on every host; the ring keeps what it derives from
     *     them and not the bytes, which the caller may wipe
     * @param period how long cookies are made with one key; hours or days
     * @throws IllegalArgumentException if the secret has another length, or the period is shorter than a second or longer than 36,500 days
     */
    public static FastOpenKeyRing of(byte[] secret, Duration period) {
        return of(secret, period, InstantSource.system());
    }

    /** The same by this clock. */
    public static FastOpenKeyRing of(byte[] secret, Duration period, InstantSource clock) {
        if (secret.length != SECRET_LENGTH) {
            throw new IllegalArgumentException("a secret has " + SECRET_LENGTH + " bytes, not " + secret.length);
        }
        if (period.compareTo(SHORTEST) < 0 || period.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("a period is a second at least and 36,500 days at most: " + period);
        }
        Objects.requireNonNull(clock, "clock");
        return new FastOpenKeyRing(Hkdf.extract(SALT, secret), period, clock);
    }

    /**
     * Gives the listener the keys of now, and from now on those of each time, until it is closed or {@link #remove}d.
     *
     * @return whether it has both, or why not: then it is not looked after
     * @throws ClosedChannelException if it is closed
     * @throws IllegalStateException if the ring is closed
     */
    public Availability serve(FastOpenListener listener) throws IOException {
        lock.lock();
        try {
            long half = half(clock.instant());
            Availability taken = give(listener, half);
            if (taken.usable()) {
                listeners.put(listener, half);
            }
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /** Looks after the listener no longer. It keeps the keys it has. */
    public void remove(FastOpenListener listener) {
        lock.lock();
        try {
            listeners.remove(listener);
        } finally {
            lock.unlock();
        }
    }

    /**
     * The two keys of now, as {@link ListenRequest#fastOpenKey} takes them. The caller wipes them.
     *
     * @throws IllegalStateException if the ring is closed
     */
    public byte[] keys() {
        lock.lock();
        try {
            return keys(half(clock.instant()));
        } finally {
            lock.unlock();
        }
    }

    /**
     * Gives every listener the keys of now, if it has others. Listeners that are closed are forgotten. Calling it too early or too
     * often does no harm.
     *
     * @return when the keys change next
     * @throws IOException if a listener does not take them: all others have them, and the next call tries again
     * @throws IllegalStateException if the ring is closed
     */
    public Instant rotate() throws IOException {
        lock.lock();
        try {
            checkOpen();
            long half = half(clock.instant());
            rotate(half);
            return beginning(half + 1);
        } finally {
            lock.unlock();
        }
    }

    private void rotate(long half) throws IOException {
        IOException failure = null;
        Iterator<Map.Entry<FastOpenListener, Long>> each = listeners.entrySet().iterator();
        while (each.hasNext()) {
            Map.Entry<FastOpenListener, Long> entry = each.next();
            try {
                if (entry.getValue() != half) {
                    exchange(entry, half);
                }
            } catch (ClosedChannelException e) {
                each.remove();
            } catch (IOException e) {
                failure = joined(failure, e);
            } catch (RuntimeException e) {
                // A listener of somebody else's: what is wrong with it must not cost the others their keys.
                failure = joined(failure, new IOException(e));
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private void exchange(Map.Entry<FastOpenListener, Long> entry, long half) throws IOException {
        Availability taken = give(entry.getKey(), half);
        if (!taken.usable()) {
            throw new IOException("the listener on " + entry.getKey().localAddress() + ": " + taken.reason());
        }
        entry.setValue(half);
    }

    private static IOException joined(@Nullable IOException first, IOException next) {
        if (first == null) {
            return next;
        }
        first.addSuppressed(next);
        return first;
    }

    private Availability give(FastOpenListener listener, long half) throws IOException {
        byte[] keys = keys(half);
        try {
            return listener.fastOpenKey(keys);
        } finally {
            Arrays.fill(keys, (byte) 0);
        }
    }

    /**
     * Has a daemon thread of this ring call {@link #rotate()} when it is time, until {@link #close()}. What goes wrong is logged, and
     * tried again after half a period, or a minute if that is shorter.
     *
     * @return this
     * @throws IllegalStateException if a thread does so already, or the ring is closed
     */
    public FastOpenKeyRing start() {
        lock.lock();
        try {
            checkOpen();
            if (started) {
                throw new IllegalStateException("a thread turns this ring already");
            }
            startThread();
            started = true;
            return this;
        } finally {
            lock.unlock();
        }
    }

    private void startThread() {
        // Nothing of the starter's, whose class loader may be unloaded before this thread ends.
        Thread thread = new Thread(null, this::turn, "tfo-key-ring", 0, false);
        thread.setContextClassLoader(null);
        thread.setDaemon(true);
        thread.start();
    }

    private void turn() {
        lock.lock();
        try {
            while (!closed) {
                long nanos = untilNext().toNanos();
                if (nanos > 0) {
                    ended.awaitNanos(nanos);
                }
            }
        } catch (InterruptedException e) {
            // Nobody else knows this thread; it ends as if by close().
        } finally {
            started = false;
            lock.unlock();
        }
    }

    private Duration untilNext() {
        try {
            return shorter(Duration.between(clock.instant(), rotate()), GLANCE);
        } catch (IOException | RuntimeException e) {
            // A clock of somebody else's can fail, too, and must not end the thread.
            System.getLogger("tfo.api").log(Level.WARNING, "a listener keeps its old Fast Open keys", e);
            return shorter(period.dividedBy(2), GLANCE);
        }
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /**
     * Ends the thread, forgets the listeners, which keep the keys they have, and wipes the secret; copies that the JDK's own HMAC made
     * of it are left to the collector. A second call does nothing.
     */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            listeners.clear();
            Arrays.fill(secret, (byte) 0);
            ended.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException("the key ring is closed");
        }
    }

    /** How many half periods have passed since 1970. */
    private long half(Instant now) {
        return Math.floorDiv(now.toEpochMilli() * 2, period.toMillis());
    }

    private Instant beginning(long half) {
        // Rounded up: half a millisecond earlier it has not begun.
        return Instant.ofEpochMilli(Math.floorDiv(half * period.toMillis() + 1, 2));
    }

    private byte[] keys(long half) {
        checkOpen();
        long now = Math.floorDiv(half, 2);
        boolean first = Math.floorMod(half, 2) == 0;
        byte[] keys = new byte[2 * KEY_LENGTH];
        key(now, keys, 0);
        key(first ? now - 1 : now + 1, keys, KEY_LENGTH);
        return keys;
    }

    private void key(long number, byte[] to, int at) {
        byte[] info = ByteBuffer.allocate(Long.BYTES).putLong(number).array();
        byte[] whole = Hkdf.expand(secret, info);
        System.arraycopy(whole, 0, to, at, KEY_LENGTH);
        Arrays.fill(whole, (byte) 0);
    }

    /** Shows no key. */
    @Override
    public String toString() {
        return "FastOpenKeyRing[a key every " + period + "]";
    }
}
