package tfo.tls.gnutls.library;

/** C functions that call into Java, for libgnutls to keep. */
interface Upcalls {

    /** The address of a C function that calls this one. It stays valid for ever: call it once. */
    long function(HandshakeHook hook);

    /** The address of a C function that calls this one. It stays valid for ever: call it once. */
    long function(KeyLog log);

    /** The address of a C function that calls this one. It stays valid for ever: call it once. */
    long function(ClientHello hello);

    /** The address of a C function that calls this one. It stays valid for ever: call it once. */
    long function(ReplayRecord replays);

    /** gnutls_db_add_func: is asked to remember. It must not throw. */
    @FunctionalInterface
    interface ReplayRecord {
        /** Called inside a call on a session, of gnutls_datum_t both; a negative code if the key is known already. */
        int add(long pointer, long expires, long key, long data);
    }

    /** gnutls_handshake_post_client_hello_func: hears of ClientHellos. It must not throw. */
    @FunctionalInterface
    interface ClientHello {
        /** Called inside a call on the session; 0 to go on. */
        int received(long session);
    }

    /** gnutls_handshake_hook_func: hears of handshake messages. It must not throw. */
    @FunctionalInterface
    interface HandshakeHook {
        /** Called inside a call on the session. */
        int message(long session, int type, int when, int incoming, long message);
    }

    /** gnutls_keylog_func: hears of secrets. It must not throw. */
    @FunctionalInterface
    interface KeyLog {
        /** Called inside a call on the session. */
        int secret(long session, long label, long secret);
    }
}
