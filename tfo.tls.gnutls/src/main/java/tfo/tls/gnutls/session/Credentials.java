package tfo.tls.gnutls.session;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tfo.api.tls.Identity;
import tfo.api.tls.TlsException;
import tfo.api.tls.Trust;
import tfo.tls.gnutls.library.Constants;
import tfo.tls.gnutls.library.GnuTls;
import tfo.tls.gnutls.library.GnuTlsCode;
import tfo.tls.gnutls.library.Handle;
import tfo.tls.gnutls.library.NativeMemory;

/** Makes the library's credentials: whom to believe, and what to show. */
final class Credentials {
    private final GnuTls gnutls;
    private final long address;

    private Credentials(GnuTls gnutls, long address) {
        this.gnutls = gnutls;
        this.address = address;
    }

    /**
     * Credentials for many sessions.
     *
     * @param trust null if nobody is verified by the library
     */
    static Handle of(GnuTls gnutls, @Nullable Trust trust, List<Identity> identities) throws TlsException {
        long address = allocated(gnutls);
        Handle handle = new Handle(address, gnutls::gnutls_certificate_free_credentials);
        try {
            new Credentials(gnutls, address).fill(trust, identities);
            return handle;
        } catch (TlsException | RuntimeException e) {
            handle.close();
            throw e;
        }
    }

    private static long allocated(GnuTls gnutls) throws TlsException {
        try (NativeMemory memory = new NativeMemory(gnutls)) {
            long out = memory.allocate(Long.BYTES);
            int code = gnutls.gnutls_certificate_allocate_credentials(out);
            if (code < 0) {
                throw GnuTlsCode.misconfigured(gnutls, code, "credentials");
            }
            return memory.getLong(out);
        }
    }

    private void fill(@Nullable Trust trust, List<Identity> identities) throws TlsException {
        gnutls.gnutls_certificate_set_flags(address, Constants.GNUTLS_CERTIFICATE_API_V2);
        if (trust != null) {
            believe(trust);
        }
        for (Identity identity : identities) {
            show(identity);
        }
    }

    private void believe(Trust trust) throws TlsException {
        if (trust.isSystem()) {
            int count = gnutls.gnutls_certificate_set_x509_system_trust(address);
            if (count < 0) {
                throw GnuTlsCode.misconfigured(gnutls, count, "the system's trust store (Debian: ca-certificates)");
            }
            return;
        }
        try (NativeMemory memory = new NativeMemory(gnutls)) {
            long pem = memory.datum(pem(trust.anchors()));
            int code = gnutls.gnutls_certificate_set_x509_trust_mem(address, pem, Constants.GNUTLS_X509_FMT_PEM);
            checked(code, "trusted certificates");
        }
    }

    private void show(Identity identity) throws TlsException {
        byte[] key = pem(identity);
        try (NativeMemory memory = new NativeMemory(gnutls)) {
            long chain = memory.datum(pem(identity.chain()));
            int index = checked(
                    gnutls.gnutls_certificate_set_x509_key_mem2(
                            address, chain, memory.datum(key), Constants.GNUTLS_X509_FMT_PEM, 0, 0),
                    identity.toString());
            byte @Nullable [] staple = identity.ocspResponse().orElse(null);
            if (staple != null) {
                checked(
                        gnutls.gnutls_certificate_set_ocsp_status_request_mem(
                                address, memory.datum(staple), index, Constants.GNUTLS_X509_FMT_DER),
                        "OCSP response of " + identity);
            }
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    private int checked(int code, String what) throws TlsException {
        if (code < 0) {
            throw GnuTlsCode.misconfigured(gnutls, code, what);
        }
        return code;
    }

    private static byte[] pem(List<X509Certificate> certificates) throws TlsException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (X509Certificate certificate : certificates) {
            try {
                out.writeBytes(pem("CERTIFICATE", certificate.getEncoded()));
            } catch (CertificateEncodingException e) {
                throw misconfigured("a certificate without encoding").causedBy(e);
            }
        }
        return out.toByteArray();
    }

    private static byte[] pem(Identity identity) throws TlsException {
        byte @Nullable [] pkcs8 = identity.key() instanceof ECPrivateKey key
                ? EcKey.pkcs8(key, identity.chain().get(0).getPublicKey())
                : identity.key().getEncoded();
        if (pkcs8 == null || !"PKCS#8".equals(identity.key().getFormat())) {
            throw misconfigured(identity + ": its key cannot be encoded, and GnuTLS needs the bytes");
        }
        try {
            return pem("PRIVATE KEY", pkcs8);
        } finally {
            Arrays.fill(pkcs8, (byte) 0);
        }
    }

    private static byte[] pem(String label, byte[] der) {
        byte[] base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encode(der);
        ByteArrayOutputStream out = new ByteArrayOutputStream(base64.length + 64);
        out.writeBytes(("-----BEGIN " + label + "-----\n").getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(base64);
        out.writeBytes(("\n-----END " + label + "-----\n").getBytes(StandardCharsets.US_ASCII));
        Arrays.fill(base64, (byte) 0);
        return out.toByteArray();
    }

    private static TlsException misconfigured(String message) {
        return new TlsException(TlsException.Reason.MISCONFIGURED, "IDENTITY", message);
    }
}
