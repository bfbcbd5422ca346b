package tfo.tls.gnutls.session;

import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tfo.tls.gnutls.library.Constants;
import tfo.tls.gnutls.library.GnuTls;
import tfo.tls.gnutls.library.GnuTlsCode;

/** Takes the library's calls back, three C functions for all sessions of the process, to the session that they are about. */
final class Callbacks {
    /** What a handshake returns that ended because the server asked for another ClientHello. */
    static final int ANOTHER_HELLO = GnuTlsCode.GNUTLS_E_APPLICATION_ERROR_MAX;

    private final GnuTls gnutls;
    private final Map<Long, WeakReference<Session>> sessions = new ConcurrentHashMap<>();
    private final Replays replays;
    private final long hook;
    private final long keyLog;
    private final long hello;

    Callbacks(GnuTls gnutls) {
        this.gnutls = gnutls;
        this.replays = new Replays(gnutls);
        this.hook = gnutls.function(this::message);
        this.keyLog = gnutls.function(this::secret);
        this.hello = gnutls.function(this::hello);
    }

    /** Whom servers ask about early data. */
    Replays replays() {
        return replays;
    }

    /** The address of the gnutls_handshake_hook_func. */
    long hook() {
        return hook;
    }

    /** The address of the gnutls_keylog_func. */
    long keyLog() {
        return keyLog;
    }

    /** The address of the gnutls_handshake_post_client_hello_func. */
    long hello() {
        return hello;
    }

    void add(long address, Session session) {
        sessions.put(address, new WeakReference<>(session));
    }

    void remove(long address) {
        sessions.remove(address);
    }

    private @Nullable Session session(long address) {
        WeakReference<Session> known = sessions.get(address);
        return known == null ? null : known.get();
    }

    // What is thrown here would be thrown into C.
    private int message(long address, int type, int when, int incoming, long message) {
        if (type == Constants.GNUTLS_HANDSHAKE_HELLO_RETRY_REQUEST) {
            return ANOTHER_HELLO;
        }
        try {
            Session session = session(address);
            if (session != null && incoming != 0) {
                session.tickets().arrived();
            }
        } catch (Throwable e) {
            log(e);
        }
        return 0;
    }

    private int secret(long address, long label, long secret) {
        try {
            Session session = session(address);
            if (session != null) {
                session.secretMade(gnutls.text(label), secret);
            }
        } catch (Throwable e) {
            log(e);
        }
        return 0;
    }

    private int hello(long address) {
        try {
            Session session = session(address);
            if (session != null) {
                session.helloCame();
            }
        } catch (Throwable e) {
            log(e);
        }
        return 0;
    }

    private static void log(Throwable e) {
        System.getLogger("tfo.tls.gnutls").log(System.Logger.Level.WARNING, "in a call back from GnuTLS", e);
    }
}
