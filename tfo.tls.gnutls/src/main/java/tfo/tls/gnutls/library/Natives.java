package tfo.tls.gnutls.library;

/**
 * Both libraries.
 *
 * @param gnutls libgnutls
 * @param libc the C library
 */
public record Natives(GnuTls gnutls, Libc libc) {}
