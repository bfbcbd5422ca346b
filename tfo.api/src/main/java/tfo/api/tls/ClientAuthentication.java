package tfo.api.tls;

/** Whether a server asks clients for a certificate. */
public enum ClientAuthentication {
    /** It does not. The default. */
    NONE,
    /** It asks; a client without one is served, one with an untrusted one is not. */
    WANTED,
    /** It asks, and serves nobody without a trusted one. */
    REQUIRED
}
