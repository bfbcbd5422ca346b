package tfo.tls.gnutls.library;

/** Numbers of gnutls/gnutls.h and gnutls/ocsp.h. */
public final class Constants {
    /** A server. */
    public static final int GNUTLS_SERVER = 1;

    /** A client. */
    public static final int GNUTLS_CLIENT = 1 << 1;
    /** Calls never wait. */
    public static final int GNUTLS_NONBLOCK = 1 << 3;
    /** Never SIGPIPE. */
    public static final int GNUTLS_NO_SIGNAL = 1 << 6;
    /** No tickets at all. */
    public static final int GNUTLS_NO_TICKETS = 1 << 10;
    /** A key share of the first group alone. */
    public static final int GNUTLS_KEY_SHARE_TOP = 1 << 11;
    /** A server may take early data. */
    public static final int GNUTLS_ENABLE_EARLY_DATA = 1 << 20;
    /** Tickets are sent by gnutls_session_ticket_send alone. */
    public static final int GNUTLS_NO_AUTO_SEND_TICKET = 1 << 21;

    /** Credentials that are certificates. */
    public static final int GNUTLS_CRD_CERTIFICATE = 1;
    /** A name of the DNS. */
    public static final int GNUTLS_NAME_DNS = 1;
    /** DER. */
    public static final int GNUTLS_X509_FMT_DER = 0;
    /** PEM. */
    public static final int GNUTLS_X509_FMT_PEM = 1;
    /** X.509. */
    public static final int GNUTLS_CRT_X509 = 1;
    /** Functions that add a key return its index. */
    public static final int GNUTLS_CERTIFICATE_API_V2 = 1 << 1;
    /** A certificate is asked for. */
    public static final int GNUTLS_CERT_REQUEST = 1;
    /** A certificate is insisted on. */
    public static final int GNUTLS_CERT_REQUIRE = 2;
    /** A name, or an address in text. */
    public static final int GNUTLS_DT_DNS_HOSTNAME = 1;
    /** What a key may be used for. */
    public static final int GNUTLS_DT_KEY_PURPOSE_OID = 2;
    /** No protocol in common is an error. */
    public static final int GNUTLS_ALPN_MANDATORY = 1;
    /** The server's order of protocols counts, not the client's. */
    public static final int GNUTLS_ALPN_SERVER_PRECEDENCE = 2;
    /** Whether there is a staple, whatever it says. */
    public static final int GNUTLS_OCSP_SR_IS_AVAIL = 1;
    /** The responder has an answer. */
    public static final int GNUTLS_OCSP_RESP_SUCCESSFUL = 0;
    /** The certificate is not revoked. */
    public static final int GNUTLS_OCSP_CERT_GOOD = 0;

    /** The string is appended to the system's default. */
    public static final int GNUTLS_PRIORITY_INIT_DEF_APPEND = 1;

    /** TLS 1.2; older versions have lower numbers. */
    public static final int GNUTLS_TLS1_2 = 4;
    /** TLS 1.3. */
    public static final int GNUTLS_TLS1_3 = 5;
    /** A ticket has come. */
    public static final int GNUTLS_SFLAGS_SESSION_TICKET = 1 << 7;
    /** Early data was taken. */
    public static final int GNUTLS_SFLAGS_EARLY_DATA = 1 << 10;
    /** The type of the message. */
    public static final int GNUTLS_HANDSHAKE_NEW_SESSION_TICKET = 4;
    /** The type of a ServerHello that asks for another ClientHello. */
    public static final int GNUTLS_HANDSHAKE_HELLO_RETRY_REQUEST = 1024 + 1;
    /** Called before the message is handled. */
    public static final int GNUTLS_HOOK_PRE = 0;
    /** Called when the message was handled. */
    public static final int GNUTLS_HOOK_POST = 1;
    /** Ends the output alone. */
    public static final int GNUTLS_SHUT_WR = 1;
    /** An alert that ends the connection. */
    public static final int GNUTLS_AL_FATAL = 2;
    /** bad_certificate. */
    public static final int GNUTLS_A_BAD_CERTIFICATE = 42;

    private Constants() {}
}
