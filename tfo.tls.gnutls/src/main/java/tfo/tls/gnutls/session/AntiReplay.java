package tfo.tls.gnutls.session;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tfo.api.tls.ReplayGuard;
import tfo.api.tls.TlsException;
import tfo.tls.gnutls.library.GnuTls;
import tfo.tls.gnutls.library.GnuTlsCode;
import tfo.tls.gnutls.library.Handle;
import tfo.tls.gnutls.library.NativeMemory;

/** What the sessions of one server ask whether early data has come before; it outlives the last of them. */
final class AntiReplay implements AutoCloseable {
    private static final int REMEMBERED = 250_000;

    private final Handle handle;

    /**
     * As the guard says.
     *
     * @param lifetime of a ticket. The window is no shorter: the library takes early data by no ticket from before the window began
     */
    AntiReplay(Library library, ReplayGuard guard, Duration lifetime) throws TlsException {
        GnuTls gnutls = library.gnutls();
        Replays replays = library.callbacks().replays();
        long pointer = replays.add(guard);
        try {
            long address = made(gnutls);
            this.handle = new Handle(address, allocated -> {
                gnutls.gnutls_anti_replay_deinit(allocated);
                replays.remove(pointer);
            });
            gnutls.gnutls_anti_replay_set_window(address, Math.toIntExact(lifetime.toMillis()));
            gnutls.gnutls_anti_replay_set_add_function(address, replays.function());
            gnutls.gnutls_anti_replay_set_ptr(address, pointer);
        } catch (TlsException | RuntimeException e) {
            replays.remove(pointer);
            throw e;
        }
    }

    /** As the builder says; null if no early data is to be taken. */
    static @Nullable AntiReplay of(ServerBuilder builder) throws TlsException {
        if (builder.earlyData == 0 || builder.ticketCount == 0) {
            return null;
        }
        ReplayGuard guard = builder.replayGuard;
        return new AntiReplay(
                builder.library, guard == null ? ReplayGuard.inMemory(REMEMBERED) : guard, builder.ticketLifetime);
    }

    private static long made(GnuTls gnutls) throws TlsException {
        try (NativeMemory scratch = new NativeMemory(gnutls)) {
            long out = scratch.allocate(Long.BYTES);
            int code = gnutls.gnutls_anti_replay_init(out);
            if (code < 0) {
                throw GnuTlsCode.misconfigured(gnutls, code, "anti-replay");
            }
            return scratch.getLong(out);
        }
    }

    /** For a session. */
    Handle.Hold hold() {
        return handle.hold();
    }

    @Override
    public void close() {
        handle.close();
    }
}
