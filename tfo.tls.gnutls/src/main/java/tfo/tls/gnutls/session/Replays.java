package tfo.tls.gnutls.session;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import tfo.api.tls.ReplayGuard;
import tfo.tls.gnutls.library.GnuTls;
import tfo.tls.gnutls.library.GnuTlsCode;
import tfo.tls.gnutls.library.NativeMemory;

/** Takes the library's questions whether early data has come before, one C function for all servers of the process, to their guards. */
final class Replays {
    /**
     * The time at which this process began to remember, seconds and nanoseconds, before the PSK binder: with it no two processes would
     * ever ask for the same.
     */
    private static final int PREFIX = 12;

    private final GnuTls gnutls;
    private final Map<Long, ReplayGuard> guards = new ConcurrentHashMap<>();
    private final AtomicLong newest = new AtomicLong();
    private final long function;

    Replays(GnuTls gnutls) {
        this.gnutls = gnutls;
        this.function = gnutls.function(this::asked);
    }

    /** The address of the gnutls_db_add_func. */
    long function() {
        return function;
    }

    /** The pointer by which this guard is asked. */
    long add(ReplayGuard guard) {
        long pointer = newest.incrementAndGet();
        guards.put(pointer, guard);
        return pointer;
    }

    void remove(long pointer) {
        guards.remove(pointer);
    }

    // What is thrown here would be thrown into C.
    private int asked(long pointer, long expires, long key, long data) {
        try {
            return isNew(guards.get(pointer), expires, datum(key)) ? 0 : GnuTlsCode.GNUTLS_E_DB_ENTRY_EXISTS;
        } catch (Throwable e) {
            System.getLogger("tfo.tls.gnutls")
                    .log(System.Logger.Level.WARNING, "a replay guard failed, early data is refused", e);
            return GnuTlsCode.GNUTLS_E_DB_ENTRY_EXISTS;
        }
    }

    private static boolean isNew(@Nullable ReplayGuard guard, long expires, byte[] key) {
        return guard != null
                && key.length > PREFIX
                && guard.isNew(Arrays.copyOfRange(key, PREFIX, key.length), instant(expires));
    }

    private static Instant instant(long second) {
        try {
            return Instant.ofEpochSecond(second);
        } catch (DateTimeException e) {
            return Instant.MAX;
        }
    }

    private byte[] datum(long address) {
        ByteBuffer datum =
                ByteBuffer.wrap(gnutls.bytes(address, NativeMemory.DATUM)).order(ByteOrder.nativeOrder());
        return gnutls.bytes(datum.getLong(0), datum.getInt(Long.BYTES));
    }
}
