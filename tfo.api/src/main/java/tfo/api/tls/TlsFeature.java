package tfo.api.tls;

/** What not every provider, or not every version of the library behind it, can do. */
public enum TlsFeature {
    /** Sessions can be sealed, moved to another process and resumed there: {@link SessionData}. */
    SESSION_EXPORT,
    /** Servers can share one ticket key: {@link TlsServer.Builder#ticketKey}. */
    TICKET_KEY,
    /** The number of tickets after a full handshake can be chosen: {@link TlsServer.Builder#ticketCount}. */
    TICKET_COUNT,
    /** Algorithms are chosen by a priority string: {@link TlsSettings#priority}. */
    PRIORITY,
    /** A server staples an OCSP response: {@link Identity#withOcspResponse}. */
    OCSP_STAPLING,
    /** Keying material can be exported (RFC 5705, RFC 8446 section 7.5): {@link TlsConnection#exportKey}. */
    EXPORTER,
    /** {@link ChannelBinding#TLS_UNIQUE} (RFC 5929). */
    TLS_UNIQUE,
    /** Secrets can be written down for a packet analyser. */
    KEY_LOG,
    /** The transport that the library has built in: {@link TlsTransport#BUILTIN}. */
    BUILTIN_TRANSPORT,
    /** A client's first request travels with the ClientHello: {@link TlsDial#earlyData}. Without it, it follows the handshake. */
    EARLY_DATA,
    /** A server takes early data: {@link TlsServer.Builder#earlyData}. */
    EARLY_DATA_SERVER
}
