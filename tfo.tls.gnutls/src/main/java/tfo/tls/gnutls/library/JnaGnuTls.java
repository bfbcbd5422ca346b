package tfo.tls.gnutls.library;

import com.sun.jna.Function;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** libgnutls by JNA's direct mapping: no allocation per call. */
class JnaGnuTls extends JnaGnuTlsHandles implements GnuTls {
    static {
        Native.register(JnaGnuTls.class, library());
    }

    private final Function free;

    /** Whether that is the C library's own, as it is unless somebody in this process changed it: that can be called at less cost. */
    private final boolean freesByLibc;

    private final Upcalls upcalls = new JnaUpcalls();
    private final Map<String, Boolean> known = new ConcurrentHashMap<>();

    /**
     * Loads the library.
     *
     * @throws LinkageError if JNA, its native part or the library cannot be had here, or lacks a function of version 3.6.5
     */
    JnaGnuTls() {
        if (Native.POINTER_SIZE != Long.BYTES) {
            throw new UnsatisfiedLinkError("a 32-bit JVM");
        }
        free = Function.getFunction(
                library().getGlobalVariableAddress("gnutls_free").getPointer(0));
        freesByLibc = Pointer.nativeValue(free)
                == Pointer.nativeValue(NativeLibrary.getInstance("c").getFunction("free"));
    }

    /** Where the function of this library, or of those that it is linked with, begins. */
    static long addressOf(String function) {
        return Pointer.nativeValue(library().getFunction(function));
    }

    @Override
    public void gnutls_free(long memory) {
        if (memory == 0) {
            return;
        }
        if (freesByLibc) {
            Memory.free(memory);
        } else {
            free.invokeVoid(new Object[] {memory});
        }
    }

    @Override
    public native int gnutls_init(long session, int flags);

    @Override
    public native void gnutls_deinit(long session);

    @Override
    public native void gnutls_transport_set_int2(long session, int receive, int send);

    @Override
    public native void gnutls_transport_set_fastopen(long session, int descriptor, long address, int length, int flags);

    @Override
    public native void gnutls_handshake_set_timeout(long session, int millis);

    @Override
    public native int gnutls_handshake(long session);

    @Override
    public native int gnutls_record_get_direction(long session);

    @Override
    public native long gnutls_record_recv(long session, long buffer, long length);

    @Override
    public native long gnutls_record_send(long session, long buffer, long length);

    @Override
    public native long gnutls_record_send_early_data(long session, long data, long length);

    @Override
    public native long gnutls_record_get_max_early_data_size(long session);

    @Override
    public native int gnutls_bye(long session, int how);

    @Override
    public native int gnutls_alert_send_appropriate(long session, int error);

    @Override
    public native int gnutls_alert_send(long session, int level, int description);

    @Override
    public native int gnutls_alert_get(long session);

    @Override
    public native int gnutls_priority_set(long session, long priority);

    @Override
    public native int gnutls_ocsp_status_request_is_checked(long session, int flags);

    @Override
    public native int gnutls_ocsp_status_request_get(long session, long response);

    @Override
    public native int gnutls_credentials_set(long session, int type, long credentials);

    @Override
    public native void gnutls_certificate_server_set_request(long session, int request);

    @Override
    public native void gnutls_session_set_verify_cert2(long session, long data, int elements, int flags);

    @Override
    public native int gnutls_certificate_verify_peers(long session, long data, int elements, long status);

    @Override
    public native int gnutls_session_get_verify_cert_status(long session);

    @Override
    public native long gnutls_certificate_get_peers(long session, long count);

    @Override
    public native int gnutls_server_name_set(long session, int type, long name, long length);

    @Override
    public native int gnutls_server_name_get(long session, long name, long length, long type, int index);

    @Override
    public native int gnutls_alpn_set_protocols(long session, long protocols, int count, int flags);

    @Override
    public native int gnutls_alpn_get_selected_protocol(long session, long protocol);

    @Override
    public native int gnutls_protocol_get_version(long session);

    @Override
    public long gnutls_ciphersuite_get(long session) {
        return Since374.gnutls_ciphersuite_get(session);
    }

    @Override
    public native int gnutls_cipher_get(long session);

    @Override
    public native int gnutls_mac_get(long session);

    @Override
    public native int gnutls_kx_get(long session);

    @Override
    public native int gnutls_group_get(long session);

    @Override
    public native int gnutls_session_is_resumed(long session);

    @Override
    public native int gnutls_session_get_flags(long session);

    @Override
    public native int gnutls_session_get_data2(long session, long data);

    @Override
    public native int gnutls_session_get_id2(long session, long id);

    @Override
    public native int gnutls_session_set_data(long session, long data, long length);

    @Override
    public native int gnutls_session_ticket_enable_server(long session, long key);

    @Override
    public native int gnutls_session_ticket_send(long session, int count, int flags);

    @Override
    public native void gnutls_db_set_cache_expiration(long session, int seconds);

    @Override
    public native void gnutls_handshake_set_hook_function(long session, int type, int when, long function);

    @Override
    public native void gnutls_handshake_set_post_client_hello_function(long session, long function);

    @Override
    public void gnutls_session_set_keylog_function(long session, long function) {
        Since3613.gnutls_session_set_keylog_function(session, function);
    }

    @Override
    public native void gnutls_session_get_random(long session, long client, long server);

    @Override
    public native int gnutls_prf_rfc5705(
            long session, long labelLength, long label, long contextLength, long context, long length, long out);

    @Override
    public native int gnutls_session_channel_binding(long session, int type, long binding);

    @Override
    public native int gnutls_record_set_max_early_data_size(long session, long bytes);

    @Override
    public native long gnutls_record_recv_early_data(long session, long buffer, long length);

    @Override
    public native void gnutls_anti_replay_enable(long session, long antiReplay);

    @Override
    public native int gnutls_record_get_state(long session, int read, long macKey, long iv, long key, long sequence);

    @Override
    public native int gnutls_record_set_state(long session, int read, long sequence);

    @Override
    public int gnutls_early_cipher_get(long session) {
        return Since372.gnutls_early_cipher_get(session);
    }

    @Override
    public boolean has(String function) {
        return known.computeIfAbsent(function, JnaGnuTls::exports);
    }

    private static boolean exports(String function) {
        try {
            library().getFunction(function);
            return true;
        } catch (UnsatisfiedLinkError e) {
            return false;
        }
    }

    @Override
    public int errno() {
        return Native.getLastError();
    }

    @Override
    public long address(ByteBuffer direct) {
        return Pointer.nativeValue(Native.getDirectBufferPointer(direct));
    }

    @Override
    public byte[] bytes(long address, int length) {
        return address == 0 || length == 0 ? new byte[0] : new Pointer(address).getByteArray(0, length);
    }

    @Override
    public String text(long address) {
        return address == 0 ? "" : new Pointer(address).getString(0, StandardCharsets.UTF_8.name());
    }

    @Override
    public long function(HandshakeHook hook) {
        return upcalls.function(hook);
    }

    @Override
    public long function(ClientHello hello) {
        return upcalls.function(hello);
    }

    @Override
    public long function(KeyLog log) {
        return upcalls.function(log);
    }

    @Override
    public long function(ReplayRecord replays) {
        return upcalls.function(replays);
    }

    /** Of the C library. */
    private static final class Memory {
        static {
            Native.register(Memory.class, "c");
        }

        static native void free(long memory);
    }

    /** What came with 3.7.4. */
    private static final class Since374 {
        static {
            Native.register(Since374.class, library());
        }

        static native long gnutls_ciphersuite_get(long session);
    }

    /** What came with 3.7.2. */
    private static final class Since372 {
        static {
            Native.register(Since372.class, library());
        }

        static native int gnutls_early_cipher_get(long session);
    }

    /** What came with 3.6.13. */
    private static final class Since3613 {
        static {
            Native.register(Since3613.class, library());
        }

        static native void gnutls_session_set_keylog_function(long session, long function);
    }
}
