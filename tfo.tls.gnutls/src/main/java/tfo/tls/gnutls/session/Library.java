package tfo.tls.gnutls.session;

import tfo.tls.gnutls.library.GnuTls;
import tfo.tls.gnutls.library.NativeMemory;
import tfo.tls.gnutls.library.Natives;
import tfo.tls.gnutls.transport.Transports;

/**
 * What all sessions of the process share.
 *
 * @param natives the functions
 * @param callbacks who is called back
 * @param transports what carries records
 * @param certificates those of peers
 * @param version such as {@code GnuTLS 3.7.9}
 */
public record Library(
        Natives natives, Callbacks callbacks, Transports transports, Certificates certificates, String version) {

    /** Of these functions. */
    public static Library of(Natives natives) {
        GnuTls gnutls = natives.gnutls();
        String version = "GnuTLS " + gnutls.text(gnutls.gnutls_check_version(0));
        return new Library(natives, new Callbacks(gnutls), new Transports(natives), new Certificates(), version);
    }

    /** Whether the library is this version or a newer one. */
    public boolean isAtLeast(String wanted) {
        try (NativeMemory memory = new NativeMemory(gnutls())) {
            return gnutls().gnutls_check_version(memory.text(wanted)) != 0;
        }
    }

    /** Whether early data leaves together with the ClientHello, as it does since 3.7.2. */
    public boolean earlyDataIsUseful() {
        return has("gnutls_early_cipher_get");
    }

    /** Whether the library has the function. */
    public boolean has(String function) {
        return gnutls().has(function);
    }

    GnuTls gnutls() {
        return natives.gnutls();
    }
}
