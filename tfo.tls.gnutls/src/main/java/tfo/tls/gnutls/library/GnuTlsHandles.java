package tfo.tls.gnutls.library;

/**
 * The functions of libgnutls that need no session: on priorities, credentials, OCSP responses, the memory against replays, ciphers, and
 * names. As in {@link GnuTls} otherwise.
 */
interface GnuTlsHandles {

    /** The address of the version's text; zero if the library is older than the version asked for. */
    long gnutls_check_version(long wanted);

    /** The address of a code's name; zero if there is none. */
    long gnutls_strerror_name(int code);

    /** Whether a code ends the session. */
    int gnutls_error_is_fatal(int code);

    /** The address of an alert's name; zero if there is none. */
    long gnutls_alert_get_name(int alert);

    /** Compiles priorities; flag 1 appends them to the system's defaults. */
    int gnutls_priority_init2(long priority, long text, long errorAt, int flags);

    /** Frees priorities. */
    void gnutls_priority_deinit(long priority);

    /** The versions that priorities allow; {@code list} gets the address of an array of ints. */
    int gnutls_priority_protocol_list(long priority, long list);

    /** The ciphers that priorities allow. */
    int gnutls_priority_cipher_list(long priority, long list);

    /** The MACs that priorities allow. */
    int gnutls_priority_mac_list(long priority, long list);

    /** The groups that priorities allow. */
    int gnutls_priority_group_list(long priority, long list);

    /** The signatures that priorities allow. */
    int gnutls_priority_sign_list(long priority, long list);

    /** The key exchanges that priorities allow. */
    int gnutls_priority_kx_list(long priority, long list);

    /** Makes credentials. */
    int gnutls_certificate_allocate_credentials(long credentials);

    /** Frees credentials. */
    void gnutls_certificate_free_credentials(long credentials);

    /** Sets flags of credentials. */
    void gnutls_certificate_set_flags(long credentials, int flags);

    /** Trusts what the system trusts; returns how many certificates that are. */
    int gnutls_certificate_set_x509_system_trust(long credentials);

    /** Trusts these certificates. */
    int gnutls_certificate_set_x509_trust_mem(long credentials, long certificates, int format);

    /** Adds a chain and its key; returns its index with GNUTLS_CERTIFICATE_API_V2. */
    int gnutls_certificate_set_x509_key_mem2(
            long credentials, long chain, long key, int format, long password, int flags);

    /** Staples a response to the chain of this index. */
    int gnutls_certificate_set_ocsp_status_request_mem(long credentials, long response, int index, int format);

    /** Makes room for an OCSP response. */
    int gnutls_ocsp_resp_init(long response);

    /** Frees it. */
    void gnutls_ocsp_resp_deinit(long response);

    /** Reads it out of a datum of DER. */
    int gnutls_ocsp_resp_import(long response, long data);

    /** Whether the responder has an answer. */
    int gnutls_ocsp_resp_get_status(long response);

    /** What the answer is about the certificate of this index; what is not wanted may be 0. */
    int gnutls_ocsp_resp_get_single(
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

    /** The findings in words. */
    int gnutls_certificate_verification_status_print(int status, int type, long text, int flags);

    /** The address of the library's own name of a suite. */
    long gnutls_cipher_suite_get_name(int keyExchange, int cipher, int mac);

    /** The address of a group's name; zero if there is none. */
    long gnutls_group_get_name(int group);

    /** Makes a ticket key. */
    int gnutls_session_ticket_key_generate(long key);

    /** Makes what remembers ClientHellos that brought early data. */
    int gnutls_anti_replay_init(long antiReplay);

    /** Frees it. */
    void gnutls_anti_replay_deinit(long antiReplay);

    /** How long it remembers; tickets made before the last such time began bring no early data. */
    void gnutls_anti_replay_set_window(long antiReplay, int millis);

    /** Calls this to remember. */
    void gnutls_anti_replay_set_add_function(long antiReplay, long function);

    /** The first argument of that function. */
    void gnutls_anti_replay_set_ptr(long antiReplay, long pointer);

    /** Makes a cipher of this key. */
    int gnutls_aead_cipher_init(long cipher, int algorithm, long key);

    /** Encrypts and authenticates. */
    int gnutls_aead_cipher_encrypt(
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

    /** Verifies and decrypts. */
    int gnutls_aead_cipher_decrypt(
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

    /** Frees a cipher, and wipes its key. */
    void gnutls_aead_cipher_deinit(long cipher);
}
