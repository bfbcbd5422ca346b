package tfo.api.tls;

/** What an authentication inside the connection can be tied to, such as SCRAM's {@code -PLUS} mechanisms. */
public enum ChannelBinding {
    /** RFC 5929 section 3; TLS 1.2 only. */
    TLS_UNIQUE,
    /** RFC 5929 section 4: a hash of the server's certificate. */
    TLS_SERVER_END_POINT,
    /** RFC 9266. */
    TLS_EXPORTER
}
