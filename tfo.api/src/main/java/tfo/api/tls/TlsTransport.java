package tfo.api.tls;

/**
 * Who carries the first flight to the network. The two exclude each other, see gnutls_transport_set_fastopen(3).
 */
public enum TlsTransport {
    /** The ClientHello is staged and given to the {@link tfo.api.socket.FastOpenSockets} as one first flight. The default. */
    SDK,
    /**
     * The library opens the connection itself (gnutls_transport_set_fastopen(3)), for comparison and compatibility: IPv4 and IPv6,
     * clients only, no {@linkplain tfo.api.socket.FastOpenReport report} of what became of the SYN, no memory of bad paths.
     */
    BUILTIN
}
