package tfo.tls.gnutls.session;

import tfo.tls.gnutls.library.Constants;
import tfo.tls.gnutls.library.GnuTls;
import tfo.tls.gnutls.library.NativeMemory;

/**
 * What the OCSP response says that a server stapled to its certificate (RFC 6960). GnuTLS itself fails the handshake over one that is
 * forged, out of date, about another certificate, or says "revoked"; the rest it lets pass.
 */
enum Staple {
    /** Nothing: there is none, or the responder had no answer. */
    SILENT,
    /** The certificate is good. */
    GOOD,
    /** Something else. */
    BAD;

    /** For after a full handshake in which the certificate was verified. */
    static Staple of(GnuTls gnutls, long session) {
        if (gnutls.gnutls_ocsp_status_request_is_checked(session, Constants.GNUTLS_OCSP_SR_IS_AVAIL) == 0) {
            return SILENT;
        }
        try (NativeMemory scratch = new NativeMemory(gnutls)) {
            long der = scratch.allocate(NativeMemory.DATUM);
            long response = scratch.allocate(Long.BYTES);
            if (gnutls.gnutls_ocsp_status_request_get(session, der) < 0 || gnutls.gnutls_ocsp_resp_init(response) < 0) {
                return BAD;
            }
            try {
                Staple said = read(gnutls, scratch, scratch.getLong(response), der);
                return said == GOOD && gnutls.gnutls_ocsp_status_request_is_checked(session, 0) == 0 ? BAD : said;
            } finally {
                gnutls.gnutls_ocsp_resp_deinit(scratch.getLong(response));
            }
        }
    }

    private static Staple read(GnuTls gnutls, NativeMemory scratch, long response, long der) {
        if (gnutls.gnutls_ocsp_resp_import(response, der) < 0) {
            return BAD;
        }
        if (gnutls.gnutls_ocsp_resp_get_status(response) != Constants.GNUTLS_OCSP_RESP_SUCCESSFUL) {
            return SILENT;
        }
        long status = scratch.allocate(Integer.BYTES);
        // The first one: it is the one that the library compares with the certificate.
        int code = gnutls.gnutls_ocsp_resp_get_single(response, 0, 0, 0, 0, 0, status, 0, 0, 0, 0);
        return code >= 0 && scratch.getInt(status) == Constants.GNUTLS_OCSP_CERT_GOOD ? GOOD : BAD;
    }
}
