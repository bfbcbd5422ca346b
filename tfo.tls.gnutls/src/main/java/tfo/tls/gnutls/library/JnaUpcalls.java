package tfo.tls.gnutls.library;

import com.sun.jna.Callback;
import com.sun.jna.Native;
import java.util.Collection;
import java.util.concurrent.ConcurrentLinkedQueue;

/** By JNA. The functions stay for as long as the process does, for the library keeps their addresses. */
final class JnaUpcalls implements Upcalls {
    /** JNA frees the C function with the object. */
    private static final Collection<Callback> KEPT = new ConcurrentLinkedQueue<>();

    @Override
    public long function(HandshakeHook hook) {
        HookStub stub = new HookStub() {
            @Override
            public int invoke(long session, int type, int when, int incoming, long message) {
                return hook.message(session, type, when, incoming, message);
            }
        };
        KEPT.add(stub);
        return Memory.memmove(stub, 0, 0);
    }

    @Override
    public long function(ClientHello hello) {
        HelloStub stub = new HelloStub() {
            @Override
            public int invoke(long session) {
                return hello.received(session);
            }
        };
        KEPT.add(stub);
        return Memory.memmove(stub, 0, 0);
    }

    @Override
    public long function(KeyLog log) {
        KeyLogStub stub = new KeyLogStub() {
            @Override
            public int invoke(long session, long label, long secret) {
                return log.secret(session, label, secret);
            }
        };
        KEPT.add(stub);
        return Memory.memmove(stub, 0, 0);
    }

    @Override
    public long function(ReplayRecord replays) {
        ReplayStub stub = new ReplayStub() {
            @Override
            public int invoke(long pointer, long expires, long key, long data) {
                return replays.add(pointer, expires, key, data);
            }
        };
        KEPT.add(stub);
        return Memory.memmove(stub, 0, 0);
    }

    /** gnutls_handshake_hook_func; JNA looks for an interface that has one method. */
    public interface HookStub extends Callback {
        /** As {@link HandshakeHook#message}. */
        int invoke(long session, int type, int when, int incoming, long message);
    }

    /** gnutls_handshake_post_client_hello_func. */
    public interface HelloStub extends Callback {
        /** As {@link ClientHello#received}. */
        int invoke(long session);
    }

    /** gnutls_keylog_func. */
    public interface KeyLogStub extends Callback {
        /** As {@link KeyLog#secret}. */
        int invoke(long session, long label, long secret);
    }

    /** gnutls_db_add_func. */
    public interface ReplayStub extends Callback {
        /** As {@link ReplayRecord#add}. */
        int invoke(long pointer, long expires, long key, long data);
    }

    /**
     * Moving no bytes returns the first argument: the way to the address of a C function that calls straight into Java. What JNA's own
     * call for that gives goes through reflection.
     */
    private static final class Memory {
        static {
            Native.register(Memory.class, "c");
        }

        static native long memmove(HookStub to, long from, long length);

        static native long memmove(HelloStub to, long from, long length);

        static native long memmove(KeyLogStub to, long from, long length);

        static native long memmove(ReplayStub to, long from, long length);
    }
}
