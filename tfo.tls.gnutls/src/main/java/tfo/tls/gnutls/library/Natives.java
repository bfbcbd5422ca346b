package tfo.tls.gnutls.library;

/**
 * Both libraries.
 *
 * @param gnutls libgnutls
 * @param libc the C library
 */
public record Natives(GnuTls gnutls, Libc libc) {

    /**
     * Loads both, by the cheapest way there is.
     *
     * @throws LinkageError if JNA, its native part or a library cannot be had here, or lacks a function
     */
    public static Natives load() {
        return new Natives(Foreign.serves() ? new ForeignGnuTls() : new JnaGnuTls(), new JnaLibc());
    }
}
