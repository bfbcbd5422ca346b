package tfo.api.socket;

/** How much a request wants Fast Open. */
public enum FastOpenPolicy {
    /** An ordinary connection, as if there were no Fast Open. No cookie is sent or asked for. */
    OFF,
    /** Fast Open where it can be had, an ordinary connection where not. The default. */
    PREFER,
    /**
     * Fast Open or nothing: unless the peer acknowledged the first flight with its SYN-ACK the connection is closed and
     * {@link FastOpenRequiredException} thrown. A first contact asks for the cookie and fails without sending the flight; the
     * next one succeeds. Where the flight was sent but not acknowledged, the peer may or may not have seen it.
     */
    REQUIRE
}
