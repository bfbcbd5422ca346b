package tfo.tls.gnutls.library;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;

/** The functions that need no session, by JNA's direct mapping. */
abstract class JnaGnuTlsHandles implements GnuTlsHandles {
    /** The file that every version since 3.6 goes by. */
    static final String LIBRARY = "libgnutls.so.30";

    static {
        Native.register(JnaGnuTlsHandles.class, library());
    }

    static NativeLibrary library() {
        return NativeLibrary.getInstance(LIBRARY);
    }

    @Override
    public native long gnutls_check_version(long wanted);

    @Override
    public native long gnutls_strerror_name(int code);

    @Override
    public native int gnutls_error_is_fatal(int code);

    @Override
    public native long gnutls_alert_get_name(int alert);

    @Override
    public native int gnutls_priority_init2(long priority, long text, long errorAt, int flags);

    @Override
    public native void gnutls_priority_deinit(long priority);

    @Override
    public native int gnutls_priority_protocol_list(long priority, long list);

    @Override
    public native int gnutls_priority_cipher_list(long priority, long list);

    @Override
    public native int gnutls_priority_mac_list(long priority, long list);

    @Override
    public native int gnutls_priority_group_list(long priority, long list);

    @Override
    public native int gnutls_priority_sign_list(long priority, long list);

    @Override
    public native int gnutls_priority_kx_list(long priority, long list);

    @Override
    public native int gnutls_certificate_allocate_credentials(long credentials);

    @Override
    public native void gnutls_certificate_free_credentials(long credentials);

    @Override
    public native void gnutls_certificate_set_flags(long credentials, int flags);

    @Override
    public native int gnutls_certificate_set_x509_system_trust(long credentials);

    @Override
    public native int gnutls_certificate_set_x509_trust_mem(long credentials, long certificates, int format);

    @Override
    public native int gnutls_certificate_set_x509_key_mem2(
            long credentials, long chain, long key, int format, long password, int flags);

    @Override
    public native int gnutls_certificate_set_ocsp_status_request_mem(
            long credentials, long response, int index, int format);

    @Override
    public native int gnutls_ocsp_resp_init(long response);

    @Override
    public native void gnutls_ocsp_resp_deinit(long response);

    @Override
    public native int gnutls_ocsp_resp_import(long response, long data);

    @Override
    public native int gnutls_ocsp_resp_get_status(long response);

    @Override
    public native int gnutls_ocsp_resp_get_single(
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

    @Override
    public native int gnutls_certificate_verification_status_print(int status, int type, long text, int flags);

    @Override
    public native long gnutls_cipher_suite_get_name(int keyExchange, int cipher, int mac);

    @Override
    public native long gnutls_group_get_name(int group);

    @Override
    public native int gnutls_session_ticket_key_generate(long key);

    @Override
    public native int gnutls_anti_replay_init(long antiReplay);

    @Override
    public native void gnutls_anti_replay_deinit(long antiReplay);

    @Override
    public native void gnutls_anti_replay_set_window(long antiReplay, int millis);

    @Override
    public native void gnutls_anti_replay_set_add_function(long antiReplay, long function);

    @Override
    public native void gnutls_anti_replay_set_ptr(long antiReplay, long pointer);

    @Override
    public native int gnutls_aead_cipher_init(long cipher, int algorithm, long key);

    @Override
    public native int gnutls_aead_cipher_encrypt(
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

    @Override
    public native int gnutls_aead_cipher_decrypt(
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

    @Override
    public native void gnutls_aead_cipher_deinit(long cipher);
}
