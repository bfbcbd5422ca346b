package tfo.tls.gnutls.library;

import com.sun.jna.Callback;
import com.sun.jna.Function;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** libgnutls by JNA's direct mapping: no allocation per call. */
class JnaGnuTls implements GnuTls {
    /** The file that every version since 3.6 goes by. */
    static final String LIBRARY = "libgnutls.so.30";

    /** JNA frees the C function with the object. */
    private static final Collection<Callback> STUBS = new ConcurrentLinkedQueue<>();

    private final Function free;

    /** Whether that is the C library's own, as it is unless somebody in this process changed it: that can be called at less cost. */
    private final boolean freesByLibc;

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
        Functions.load();
        free = Function.getFunction(
                library().getGlobalVariableAddress("gnutls_free").getPointer(0));
        freesByLibc = Pointer.nativeValue(free)
                == Pointer.nativeValue(NativeLibrary.getInstance("c").getFunction("free"));
    }

    /** Where the function of this library, or of those that it is linked with, begins. */
    static long addressOf(String function) {
        return Pointer.nativeValue(library().getFunction(function));
    }

    private static NativeLibrary library() {
        return NativeLibrary.getInstance(LIBRARY);
    }

    @Override
    public long gnutls_check_version(long wanted) {
        return Functions.gnutls_check_version(wanted);
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
    public long gnutls_strerror_name(int code) {
        return Functions.gnutls_strerror_name(code);
    }

    @Override
    public int gnutls_error_is_fatal(int code) {
        return Functions.gnutls_error_is_fatal(code);
    }

    @Override
    public int gnutls_init(long session, int flags) {
        return Functions.gnutls_init(session, flags);
    }

    @Override
    public void gnutls_deinit(long session) {
        Functions.gnutls_deinit(session);
    }

    @Override
    public void gnutls_transport_set_int2(long session, int receive, int send) {
        Functions.gnutls_transport_set_int2(session, receive, send);
    }

    @Override
    public void gnutls_transport_set_fastopen(long session, int descriptor, long address, int length, int flags) {
        Functions.gnutls_transport_set_fastopen(session, descriptor, address, length, flags);
    }

    @Override
    public void gnutls_handshake_set_timeout(long session, int millis) {
        Functions.gnutls_handshake_set_timeout(session, millis);
    }

    @Override
    public int gnutls_handshake(long session) {
        return Functions.gnutls_handshake(session);
    }

    @Override
    public int gnutls_record_get_direction(long session) {
        return Functions.gnutls_record_get_direction(session);
    }

    @Override
    public long gnutls_record_recv(long session, long buffer, long length) {
        return Functions.gnutls_record_recv(session, buffer, length);
    }

    @Override
    public long gnutls_record_send(long session, long buffer, long length) {
        return Functions.gnutls_record_send(session, buffer, length);
    }

    @Override
    public long gnutls_record_send_early_data(long session, long data, long length) {
        return Functions.gnutls_record_send_early_data(session, data, length);
    }

    @Override
    public long gnutls_record_get_max_early_data_size(long session) {
        return Functions.gnutls_record_get_max_early_data_size(session);
    }

    @Override
    public int gnutls_bye(long session, int how) {
        return Functions.gnutls_bye(session, how);
    }

    @Override
    public int gnutls_alert_send_appropriate(long session, int error) {
        return Functions.gnutls_alert_send_appropriate(session, error);
    }

    @Override
    public int gnutls_alert_send(long session, int level, int description) {
        return Functions.gnutls_alert_send(session, level, description);
    }

    @Override
    public int gnutls_alert_get(long session) {
        return Functions.gnutls_alert_get(session);
    }

    @Override
    public long gnutls_alert_get_name(int alert) {
        return Functions.gnutls_alert_get_name(alert);
    }

    @Override
    public int gnutls_priority_init2(long priority, long text, long errorAt, int flags) {
        return Functions.gnutls_priority_init2(priority, text, errorAt, flags);
    }

    @Override
    public void gnutls_priority_deinit(long priority) {
        Functions.gnutls_priority_deinit(priority);
    }

    @Override
    public int gnutls_priority_set(long session, long priority) {
        return Functions.gnutls_priority_set(session, priority);
    }

    @Override
    public int gnutls_priority_protocol_list(long priority, long list) {
        return Functions.gnutls_priority_protocol_list(priority, list);
    }

    @Override
    public int gnutls_priority_cipher_list(long priority, long list) {
        return Functions.gnutls_priority_cipher_list(priority, list);
    }

    @Override
    public int gnutls_priority_mac_list(long priority, long list) {
        return Functions.gnutls_priority_mac_list(priority, list);
    }

    @Override
    public int gnutls_priority_group_list(long priority, long list) {
        return Functions.gnutls_priority_group_list(priority, list);
    }

    @Override
    public int gnutls_priority_sign_list(long priority, long list) {
        return Functions.gnutls_priority_sign_list(priority, list);
    }

    @Override
    public int gnutls_priority_kx_list(long priority, long list) {
        return Functions.gnutls_priority_kx_list(priority, list);
    }

    @Override
    public int gnutls_certificate_allocate_credentials(long credentials) {
        return Functions.gnutls_certificate_allocate_credentials(credentials);
    }

    @Override
    public void gnutls_certificate_free_credentials(long credentials) {
        Functions.gnutls_certificate_free_credentials(credentials);
    }

    @Override
    public void gnutls_certificate_set_flags(long credentials, int flags) {
        Functions.gnutls_certificate_set_flags(credentials, flags);
    }

    @Override
    public int gnutls_certificate_set_x509_system_trust(long credentials) {
        return Functions.gnutls_certificate_set_x509_system_trust(credentials);
    }

    @Override
    public int gnutls_certificate_set_x509_trust_mem(long credentials, long certificates, int format) {
        return Functions.gnutls_certificate_set_x509_trust_mem(credentials, certificates, format);
    }

    @Override
    public int gnutls_certificate_set_x509_key_mem2(
            long credentials, long chain, long key, int format, long password, int flags) {
        return Functions.gnutls_certificate_set_x509_key_mem2(credentials, chain, key, format, password, flags);
    }

    @Override
    public int gnutls_certificate_set_ocsp_status_request_mem(long credentials, long response, int index, int format) {
        return Functions.gnutls_certificate_set_ocsp_status_request_mem(credentials, response, index, format);
    }

    @Override
    public int gnutls_ocsp_status_request_is_checked(long session, int flags) {
        return Functions.gnutls_ocsp_status_request_is_checked(session, flags);
    }

    @Override
    public int gnutls_ocsp_status_request_get(long session, long response) {
        return Functions.gnutls_ocsp_status_request_get(session, response);
    }

    @Override
    public int gnutls_ocsp_resp_init(long response) {
        return Functions.gnutls_ocsp_resp_init(response);
    }

    @Override
    public void gnutls_ocsp_resp_deinit(long response) {
        Functions.gnutls_ocsp_resp_deinit(response);
    }

    @Override
    public int gnutls_ocsp_resp_import(long response, long data) {
        return Functions.gnutls_ocsp_resp_import(response, data);
    }

    @Override
    public int gnutls_ocsp_resp_get_status(long response) {
        return Functions.gnutls_ocsp_resp_get_status(response);
    }

    @Override
    public int gnutls_ocsp_resp_get_single(
            long response,
            int index,
            long digest,
            long issuerNameHash,
            long issuerKeyHash,
            long serialNumber,
            long certificateStatus,
            long thisUpdate,
            long nextUpdate,
            long revocationTime,
            long revocationReason) {
        return Functions.gnutls_ocsp_resp_get_single(
                response,
                index,
                digest,
                issuerNameHash,
                issuerKeyHash,
                serialNumber,
                certificateStatus,
                thisUpdate,
                nextUpdate,
                revocationTime,
                revocationReason);
    }

    @Override
    public int gnutls_credentials_set(long session, int type, long credentials) {
        return Functions.gnutls_credentials_set(session, type, credentials);
    }

    @Override
    public void gnutls_certificate_server_set_request(long session, int request) {
        Functions.gnutls_certificate_server_set_request(session, request);
    }

    @Override
    public void gnutls_session_set_verify_cert2(long session, long data, int elements, int flags) {
        Functions.gnutls_session_set_verify_cert2(session, data, elements, flags);
    }

    @Override
    public int gnutls_certificate_verify_peers(long session, long data, int elements, long status) {
        return Functions.gnutls_certificate_verify_peers(session, data, elements, status);
    }

    @Override
    public int gnutls_session_get_verify_cert_status(long session) {
        return Functions.gnutls_session_get_verify_cert_status(session);
    }

    @Override
    public int gnutls_certificate_verification_status_print(int status, int type, long text, int flags) {
        return Functions.gnutls_certificate_verification_status_print(status, type, text, flags);
    }

    @Override
    public long gnutls_certificate_get_peers(long session, long count) {
        return Functions.gnutls_certificate_get_peers(session, count);
    }

    @Override
    public int gnutls_server_name_set(long session, int type, long name, long length) {
        return Functions.gnutls_server_name_set(session, type, name, length);
    }

    @Override
    public int gnutls_server_name_get(long session, long name, long length, long type, int index) {
        return Functions.gnutls_server_name_get(session, name, length, type, index);
    }

    @Override
    public int gnutls_alpn_set_protocols(long session, long protocols, int count, int flags) {
        return Functions.gnutls_alpn_set_protocols(session, protocols, count, flags);
    }

    @Override
    public int gnutls_alpn_get_selected_protocol(long session, long protocol) {
        return Functions.gnutls_alpn_get_selected_protocol(session, protocol);
    }

    @Override
    public int gnutls_protocol_get_version(long session) {
        return Functions.gnutls_protocol_get_version(session);
    }

    @Override
    public long gnutls_ciphersuite_get(long session) {
        return Since374.gnutls_ciphersuite_get(session);
    }

    @Override
    public int gnutls_cipher_get(long session) {
        return Functions.gnutls_cipher_get(session);
    }

    @Override
    public int gnutls_mac_get(long session) {
        return Functions.gnutls_mac_get(session);
    }

    @Override
    public int gnutls_kx_get(long session) {
        return Functions.gnutls_kx_get(session);
    }

    @Override
    public long gnutls_cipher_suite_get_name(int keyExchange, int cipher, int mac) {
        return Functions.gnutls_cipher_suite_get_name(keyExchange, cipher, mac);
    }

    @Override
    public int gnutls_group_get(long session) {
        return Functions.gnutls_group_get(session);
    }

    @Override
    public long gnutls_group_get_name(int group) {
        return Functions.gnutls_group_get_name(group);
    }

    @Override
    public int gnutls_session_is_resumed(long session) {
        return Functions.gnutls_session_is_resumed(session);
    }

    @Override
    public int gnutls_session_get_flags(long session) {
        return Functions.gnutls_session_get_flags(session);
    }

    @Override
    public int gnutls_session_get_data2(long session, long data) {
        return Functions.gnutls_session_get_data2(session, data);
    }

    @Override
    public int gnutls_session_get_id2(long session, long id) {
        return Functions.gnutls_session_get_id2(session, id);
    }

    @Override
    public int gnutls_session_set_data(long session, long data, long length) {
        return Functions.gnutls_session_set_data(session, data, length);
    }

    @Override
    public int gnutls_session_ticket_enable_server(long session, long key) {
        return Functions.gnutls_session_ticket_enable_server(session, key);
    }

    @Override
    public int gnutls_session_ticket_key_generate(long key) {
        return Functions.gnutls_session_ticket_key_generate(key);
    }

    @Override
    public int gnutls_session_ticket_send(long session, int count, int flags) {
        return Functions.gnutls_session_ticket_send(session, count, flags);
    }

    @Override
    public void gnutls_db_set_cache_expiration(long session, int seconds) {
        Functions.gnutls_db_set_cache_expiration(session, seconds);
    }

    @Override
    public void gnutls_handshake_set_hook_function(long session, int type, int when, long function) {
        Functions.gnutls_handshake_set_hook_function(session, type, when, function);
    }

    @Override
    public void gnutls_handshake_set_post_client_hello_function(long session, long function) {
        Functions.gnutls_handshake_set_post_client_hello_function(session, function);
    }

    @Override
    public void gnutls_session_set_keylog_function(long session, long function) {
        Since3613.gnutls_session_set_keylog_function(session, function);
    }

    @Override
    public void gnutls_session_get_random(long session, long client, long server) {
        Functions.gnutls_session_get_random(session, client, server);
    }

    @Override
    public int gnutls_prf_rfc5705(
            long session, long labelLength, long label, long contextLength, long context, long length, long out) {
        return Functions.gnutls_prf_rfc5705(session, labelLength, label, contextLength, context, length, out);
    }

    @Override
    public int gnutls_session_channel_binding(long session, int type, long binding) {
        return Functions.gnutls_session_channel_binding(session, type, binding);
    }

    @Override
    public int gnutls_record_set_max_early_data_size(long session, long bytes) {
        return Functions.gnutls_record_set_max_early_data_size(session, bytes);
    }

    @Override
    public long gnutls_record_recv_early_data(long session, long buffer, long length) {
        return Functions.gnutls_record_recv_early_data(session, buffer, length);
    }

    @Override
    public int gnutls_anti_replay_init(long antiReplay) {
        return Functions.gnutls_anti_replay_init(antiReplay);
    }

    @Override
    public void gnutls_anti_replay_deinit(long antiReplay) {
        Functions.gnutls_anti_replay_deinit(antiReplay);
    }

    @Override
    public void gnutls_anti_replay_set_window(long antiReplay, int millis) {
        Functions.gnutls_anti_replay_set_window(antiReplay, millis);
    }

    @Override
    public void gnutls_anti_replay_set_add_function(long antiReplay, long function) {
        Functions.gnutls_anti_replay_set_add_function(antiReplay, function);
    }

    @Override
    public void gnutls_anti_replay_set_ptr(long antiReplay, long pointer) {
        Functions.gnutls_anti_replay_set_ptr(antiReplay, pointer);
    }

    @Override
    public void gnutls_anti_replay_enable(long session, long antiReplay) {
        Functions.gnutls_anti_replay_enable(session, antiReplay);
    }

    @Override
    public int gnutls_record_get_state(long session, int read, long macKey, long iv, long key, long sequence) {
        return Functions.gnutls_record_get_state(session, read, macKey, iv, key, sequence);
    }

    @Override
    public int gnutls_record_set_state(long session, int read, long sequence) {
        return Functions.gnutls_record_set_state(session, read, sequence);
    }

    @Override
    public int gnutls_early_cipher_get(long session) {
        return Since372.gnutls_early_cipher_get(session);
    }

    @Override
    public int gnutls_aead_cipher_init(long cipher, int algorithm, long key) {
        return Functions.gnutls_aead_cipher_init(cipher, algorithm, key);
    }

    @Override
    public int gnutls_aead_cipher_encrypt(
            long cipher,
            long nonce,
            long nonceLength,
            long auth,
            long authLength,
            long tagLength,
            long plain,
            long plainLength,
            long out,
            long outLength) {
        return Functions.gnutls_aead_cipher_encrypt(
                cipher, nonce, nonceLength, auth, authLength, tagLength, plain, plainLength, out, outLength);
    }

    @Override
    public int gnutls_aead_cipher_decrypt(
            long cipher,
            long nonce,
            long nonceLength,
            long auth,
            long authLength,
            long tagLength,
            long sealed,
            long sealedLength,
            long out,
            long outLength) {
        return Functions.gnutls_aead_cipher_decrypt(
                cipher, nonce, nonceLength, auth, authLength, tagLength, sealed, sealedLength, out, outLength);
    }

    @Override
    public void gnutls_aead_cipher_deinit(long cipher) {
        Functions.gnutls_aead_cipher_deinit(cipher);
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
        HookStub stub = new HookStub() {
            @Override
            public int invoke(long session, int type, int when, int incoming, long message) {
                return hook.message(session, type, when, incoming, message);
            }
        };
        STUBS.add(stub);
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
        STUBS.add(stub);
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
        STUBS.add(stub);
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
        STUBS.add(stub);
        return Memory.memmove(stub, 0, 0);
    }

    /** gnutls_db_add_func. */
    public interface ReplayStub extends Callback {
        /** As {@link ReplayRecord#add}. */
        int invoke(long pointer, long expires, long key, long data);
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

    /**
     * Of the C library. Moving no bytes returns the first argument: the way to the address of a C function that calls straight into
     * Java. What JNA's own call for that gives goes through reflection.
     */
    private static final class Memory {
        static {
            Native.register(Memory.class, "c");
        }

        static native void free(long memory);

        static native long memmove(HookStub to, long from, long length);

        static native long memmove(KeyLogStub to, long from, long length);

        static native long memmove(HelloStub to, long from, long length);

        static native long memmove(ReplayStub to, long from, long length);
    }

    /** What every version has. */
    private static final class Functions {
        static {
            Native.register(Functions.class, library());
        }

        static void load() {
            // The static initializer has done it.
        }

        static native long gnutls_check_version(long wanted);

        static native long gnutls_strerror_name(int code);

        static native int gnutls_error_is_fatal(int code);

        static native int gnutls_init(long session, int flags);

        static native void gnutls_deinit(long session);

        static native void gnutls_transport_set_int2(long session, int receive, int send);

        static native void gnutls_transport_set_fastopen(
                long session, int descriptor, long address, int length, int flags);

        static native void gnutls_handshake_set_timeout(long session, int millis);

        static native int gnutls_handshake(long session);

        static native int gnutls_record_get_direction(long session);

        static native long gnutls_record_recv(long session, long buffer, long length);

        static native long gnutls_record_send(long session, long buffer, long length);

        static native long gnutls_record_send_early_data(long session, long data, long length);

        static native long gnutls_record_get_max_early_data_size(long session);

        static native int gnutls_bye(long session, int how);

        static native int gnutls_alert_send_appropriate(long session, int error);

        static native int gnutls_alert_send(long session, int level, int description);

        static native int gnutls_alert_get(long session);

        static native long gnutls_alert_get_name(int alert);

        static native int gnutls_priority_init2(long priority, long text, long errorAt, int flags);

        static native void gnutls_priority_deinit(long priority);

        static native int gnutls_priority_set(long session, long priority);

        static native int gnutls_priority_protocol_list(long priority, long list);

        static native int gnutls_priority_cipher_list(long priority, long list);

        static native int gnutls_priority_mac_list(long priority, long list);

        static native int gnutls_priority_group_list(long priority, long list);

        static native int gnutls_priority_sign_list(long priority, long list);

        static native int gnutls_priority_kx_list(long priority, long list);

        static native int gnutls_certificate_allocate_credentials(long credentials);

        static native void gnutls_certificate_free_credentials(long credentials);

        static native void gnutls_certificate_set_flags(long credentials, int flags);

        static native int gnutls_certificate_set_x509_system_trust(long credentials);

        static native int gnutls_certificate_set_x509_trust_mem(long credentials, long certificates, int format);

        static native int gnutls_certificate_set_x509_key_mem2(
                long credentials, long chain, long key, int format, long password, int flags);

        static native int gnutls_certificate_set_ocsp_status_request_mem(
                long credentials, long response, int index, int format);

        static native int gnutls_ocsp_status_request_is_checked(long session, int flags);

        static native int gnutls_ocsp_status_request_get(long session, long response);

        static native int gnutls_ocsp_resp_init(long response);

        static native void gnutls_ocsp_resp_deinit(long response);

        static native int gnutls_ocsp_resp_import(long response, long data);

        static native int gnutls_ocsp_resp_get_status(long response);

        static native int gnutls_ocsp_resp_get_single(
                long response,
                int index,
                long digest,
                long issuerNameHash,
                long issuerKeyHash,
                long serialNumber,
                long certificateStatus,
                long thisUpdate,
                long nextUpdate,
                long revocationTime,
                long revocationReason);

        static native int gnutls_credentials_set(long session, int type, long credentials);

        static native void gnutls_certificate_server_set_request(long session, int request);

        static native void gnutls_session_set_verify_cert2(long session, long data, int elements, int flags);

        static native int gnutls_certificate_verify_peers(long session, long data, int elements, long status);

        static native int gnutls_session_get_verify_cert_status(long session);

        static native int gnutls_certificate_verification_status_print(int status, int type, long text, int flags);

        static native long gnutls_certificate_get_peers(long session, long count);

        static native int gnutls_server_name_set(long session, int type, long name, long length);

        static native int gnutls_server_name_get(long session, long name, long length, long type, int index);

        static native int gnutls_alpn_set_protocols(long session, long protocols, int count, int flags);

        static native int gnutls_alpn_get_selected_protocol(long session, long protocol);

        static native int gnutls_protocol_get_version(long session);

        static native int gnutls_cipher_get(long session);

        static native int gnutls_mac_get(long session);

        static native int gnutls_kx_get(long session);

        static native long gnutls_cipher_suite_get_name(int keyExchange, int cipher, int mac);

        static native int gnutls_group_get(long session);

        static native long gnutls_group_get_name(int group);

        static native int gnutls_session_is_resumed(long session);

        static native int gnutls_session_get_flags(long session);

        static native int gnutls_session_get_data2(long session, long data);

        static native int gnutls_session_get_id2(long session, long id);

        static native int gnutls_session_set_data(long session, long data, long length);

        static native int gnutls_session_ticket_enable_server(long session, long key);

        static native int gnutls_session_ticket_key_generate(long key);

        static native int gnutls_session_ticket_send(long session, int count, int flags);

        static native void gnutls_db_set_cache_expiration(long session, int seconds);

        static native void gnutls_handshake_set_post_client_hello_function(long session, long function);

        static native void gnutls_handshake_set_hook_function(long session, int type, int when, long function);

        static native void gnutls_session_get_random(long session, long client, long server);

        static native int gnutls_prf_rfc5705(
                long session, long labelLength, long label, long contextLength, long context, long length, long out);

        static native int gnutls_session_channel_binding(long session, int type, long binding);

        static native int gnutls_record_set_max_early_data_size(long session, long bytes);

        static native long gnutls_record_recv_early_data(long session, long buffer, long length);

        static native int gnutls_anti_replay_init(long antiReplay);

        static native void gnutls_anti_replay_deinit(long antiReplay);

        static native void gnutls_anti_replay_set_window(long antiReplay, int millis);

        static native void gnutls_anti_replay_set_add_function(long antiReplay, long function);

        static native void gnutls_anti_replay_set_ptr(long antiReplay, long pointer);

        static native void gnutls_anti_replay_enable(long session, long antiReplay);

        static native int gnutls_record_get_state(
                long session, int read, long macKey, long iv, long key, long sequence);

        static native int gnutls_record_set_state(long session, int read, long sequence);

        static native int gnutls_aead_cipher_init(long cipher, int algorithm, long key);

        static native int gnutls_aead_cipher_encrypt(
                long cipher,
                long nonce,
                long nonceLength,
                long auth,
                long authLength,
                long tagLength,
                long plain,
                long plainLength,
                long out,
                long outLength);

        static native int gnutls_aead_cipher_decrypt(
                long cipher,
                long nonce,
                long nonceLength,
                long auth,
                long authLength,
                long tagLength,
                long sealed,
                long sealedLength,
                long out,
                long outLength);

        static native void gnutls_aead_cipher_deinit(long cipher);
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
