package tfo.tls.gnutls.library;

import java.nio.ByteBuffer;

/**
 * The functions of libgnutls that this module calls, under their C names and with their C arguments, see gnutls(3); an address is a
 * {@code long}, zero is NULL. What they return is a code of gnutls_strerror(3) where it is negative.
 *
 * <p>No function here may be called on a session that is freed, and none of a session by two threads but one that sends and one that
 * receives. Sessions are in non-blocking mode: none of these calls waits.
 */
public interface GnuTls extends GnuTlsHandles, Upcalls {

    /** Frees what the library handed out. It is a variable there, which holds the address of the function. */
    void gnutls_free(long memory);

    /** Makes a session. */
    int gnutls_init(long session, int flags);

    /** Frees a session. */
    void gnutls_deinit(long session);

    /** Gives the session a descriptor to read and write. */
    void gnutls_transport_set_int2(long session, int receive, int send);

    /** Lets the library connect the descriptor: gnutls_transport_set_fastopen(3). */
    void gnutls_transport_set_fastopen(long session, int descriptor, long address, int length, int flags);

    /** Limits the handshake; zero for not at all. */
    void gnutls_handshake_set_timeout(long session, int millis);

    /** Makes a step of the handshake. Once only: on a client of TLS 1.3 another one is an update of keys. */
    int gnutls_handshake(long session);

    /** Which way the interrupted call was going: 0 for reading, 1 for writing. */
    int gnutls_record_get_direction(long session);

    /** Receives plain text. */
    long gnutls_record_recv(long session, long buffer, long length);

    /** Sends plain text; after GNUTLS_E_AGAIN with zeros, to go on with what the library kept. */
    long gnutls_record_send(long session, long buffer, long length);

    /** Adds to what goes with the ClientHello, before the handshake begins; 0 if the library takes it. */
    long gnutls_record_send_early_data(long session, long data, long length);

    /** How much early data the session to be resumed allows; the largest unsigned int where nothing was said of it. */
    long gnutls_record_get_max_early_data_size(long session);

    /** Sends close_notify. */
    int gnutls_bye(long session, int how);

    /** Sends the alert that goes with this error. */
    int gnutls_alert_send_appropriate(long session, int error);

    /** Sends an alert. */
    int gnutls_alert_send(long session, int level, int description);

    /** The last alert that came. */
    int gnutls_alert_get(long session);

    /** Gives the session its priorities, which it copies. */
    int gnutls_priority_set(long session, long priority);

    /**
     * Whether a staple was there, or with flags 0, was not seen to be bad: a responder's word that it has no answer passes, and so
     * does its word that it does not know the certificate.
     */
    int gnutls_ocsp_status_request_is_checked(long session, int flags);

    /** Points a datum to the staple, which is the session's. */
    int gnutls_ocsp_status_request_get(long session, long response);

    /** Gives the session its credentials, which it does not copy. */
    int gnutls_credentials_set(long session, int type, long credentials);

    /** Lets a server ask for a certificate. */
    void gnutls_certificate_server_set_request(long session, int request);

    /** Verifies the peer in the handshake, against these typed data, which must outlive the session. */
    void gnutls_session_set_verify_cert2(long session, long data, int elements, int flags);

    /** Verifies the peer now. */
    int gnutls_certificate_verify_peers(long session, long data, int elements, long status);

    /** What the verification in the handshake found. */
    int gnutls_session_get_verify_cert_status(long session);

    /** The address of the peer's certificates in DER, an array of gnutls_datum_t. */
    long gnutls_certificate_get_peers(long session, long count);

    /** Asks for a server by name. */
    int gnutls_server_name_set(long session, int type, long name, long length);

    /** The name that the client asked for. */
    int gnutls_server_name_get(long session, long name, long length, long type, int index);

    /** Offers application protocols. */
    int gnutls_alpn_set_protocols(long session, long protocols, int count, int flags);

    /** The application protocol that was agreed. */
    int gnutls_alpn_get_selected_protocol(long session, long protocol);

    /** The version that was agreed. */
    int gnutls_protocol_get_version(long session);

    /** The address of the suite's name in the registry of IANA; since 3.7.4. */
    long gnutls_ciphersuite_get(long session);

    /** The cipher that was agreed. */
    int gnutls_cipher_get(long session);

    /** The MAC that was agreed. */
    int gnutls_mac_get(long session);

    /** The key exchange that was agreed. */
    int gnutls_kx_get(long session);

    /** The group of the key exchange. */
    int gnutls_group_get(long session);

    /** Whether a session was resumed. */
    int gnutls_session_is_resumed(long session);

    /** Flags that tell what happened. */
    int gnutls_session_get_flags(long session);

    /** Hands out the session for a resumption. */
    int gnutls_session_get_data2(long session, long data);

    /** The number of the session; empty where it has none. */
    int gnutls_session_get_id2(long session, long id);

    /** Resumes a session. Only ever of verified bytes: others end the process. */
    int gnutls_session_set_data(long session, long data, long length);

    /** Lets a server give tickets, and take those of this key of 64 bytes. */
    int gnutls_session_ticket_enable_server(long session, long key);

    /** Sends tickets. */
    int gnutls_session_ticket_send(long session, int count, int flags);

    /** How many seconds a session can be resumed. */
    void gnutls_db_set_cache_expiration(long session, int seconds);

    /** Calls this for handshake messages of this type. */
    void gnutls_handshake_set_hook_function(long session, int type, int when, long function);

    /** Calls this of a server when a ClientHello has been read, before anything is chosen. */
    void gnutls_handshake_set_post_client_hello_function(long session, long function);

    /** Calls this for every secret; since 3.6.13. */
    void gnutls_session_set_keylog_function(long session, long function);

    /** The addresses of the two random numbers. */
    void gnutls_session_get_random(long session, long client, long server);

    /** Exports keying material (RFC 5705). */
    int gnutls_prf_rfc5705(
            long session, long labelLength, long label, long contextLength, long context, long length, long out);

    /** Channel bindings. */
    int gnutls_session_channel_binding(long session, int type, long binding);

    /** How much early data a server takes on one session. */
    int gnutls_record_set_max_early_data_size(long session, long bytes);

    /** Receives early data of a server; GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE when there is no more. */
    long gnutls_record_recv_early_data(long session, long buffer, long length);

    /** Lets a session use it, which does not copy it; without, no early data is taken. */
    void gnutls_anti_replay_enable(long session, long antiReplay);

    /** The key of one direction, which stays the library's, and the number of its next record. */
    int gnutls_record_get_state(long session, int read, long macKey, long iv, long key, long sequence);

    /** Sets the number of the next record. */
    int gnutls_record_set_state(long session, int read, long sequence);

    /** The cipher of early data; since 3.7.2. */
    int gnutls_early_cipher_get(long session);

    /** Whether this library has the function. */
    boolean has(String function);

    /** The errno that the last call by this thread left. */
    int errno();

    /** Where the memory of a direct buffer begins. It stays there for as long as the buffer is reachable. */
    long address(ByteBuffer direct);

    /** A copy of native memory. */
    byte[] bytes(long address, int length);

    /** The text up to the first zero; empty for NULL. */
    String text(long address);
}
