package tfo.api.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A certificate chain, the key that goes with it, and possibly a staple. Immutable; {@code toString} shows no key. */
public final class Identity {
    private final List<X509Certificate> chain;
    private final PrivateKey key;
    private final byte @Nullable [] ocspResponse;

    private Identity(List<X509Certificate> chain, PrivateKey key, byte @Nullable [] ocspResponse) {
        this.chain = chain;
        this.key = key;
        this.ocspResponse = ocspResponse;
    }

    /**
     * A chain and its key.
     *
     * @param chain its own certificate first, then those that lead to an authority
     * @throws IllegalArgumentException if the chain is empty
     */
    public static Identity of(List<X509Certificate> chain, PrivateKey key) {
        if (chain.isEmpty()) {
            throw new IllegalArgumentException("an identity needs a certificate");
        }
        return new Identity(List.copyOf(chain), Objects.requireNonNull(key, "key"), null);
    }

    /**
     * From PEM files, which may be one and the same. The key is PKCS#8, or one of the older forms of RSA and EC, not encrypted.
     *
     * @throws IOException if a file cannot be read
     * @throws TlsException if one does not hold what it should
     */
    public static Identity pem(Path chain, Path key) throws IOException {
        List<X509Certificate> certificates;
        try (InputStream in = Files.newInputStream(chain)) {
            certificates = PemText.certificates(in, chain.toString());
        }
        return of(certificates, PemText.privateKey(Files.readAllBytes(key), key.toString()));
    }

    /**
     * The only key entry of this key store.
     *
     * @throws TlsException if there is none, or more than one, or the password is wrong
     */
    public static Identity keyStore(KeyStore store, char[] password) throws TlsException {
        try {
            List<String> keys = new ArrayList<>();
            for (String alias : Collections.list(store.aliases())) {
                if (store.isKeyEntry(alias)) {
                    keys.add(alias);
                }
            }
            if (keys.size() != 1) {
                throw misconfigured("the key store has " + keys.size() + " keys, name one of " + keys);
            }
            return keyStore(store, password, keys.get(0));
        } catch (GeneralSecurityException e) {
            throw misconfigured("unreadable key store").causedBy(e);
        }
    }

    /**
     * This key entry of this key store.
     *
     * @throws TlsException if there is none of that name with X.509 certificates, or the password is wrong
     */
    public static Identity keyStore(KeyStore store, char[] password, String alias) throws TlsException {
        try {
            Certificate[] chain = store.getCertificateChain(alias);
            if (chain == null || !(store.getKey(alias, password) instanceof PrivateKey key)) {
                throw misconfigured("the key store has no private key " + alias);
            }
            List<X509Certificate> certificates = new ArrayList<>();
            for (Certificate certificate : chain) {
                if (!(certificate instanceof X509Certificate x509)) {
                    throw misconfigured(alias + " is a certificate of type " + certificate.getType());
                }
                certificates.add(x509);
            }
            return of(certificates, key);
        } catch (GeneralSecurityException e) {
            throw misconfigured("no key " + alias + " with this password").causedBy(e);
        }
    }

    /**
     * The same with an OCSP response to staple (RFC 6066 section 8, RFC 8446 section 4.4.2.1), for servers.
     *
     * @param der the response, DER-encoded (RFC 6960)
     */
    public Identity withOcspResponse(byte[] der) {
        return new Identity(chain, key, der.clone());
    }

    /** The chain, its own certificate first. */
    public List<X509Certificate> chain() {
        return chain;
    }

    /** The key. One of a hardware module need not be {@linkplain PrivateKey#getEncoded() encodable}; not every provider can use it. */
    public PrivateKey key() {
        return key;
    }

    /**
     * Whether its own certificate is for this host: by the DNS names in it, where a wildcard stands for the whole first label (RFC 6125
     * section 6.4), or if there are none by its common name. Upper and lower case are the same.
     */
    public boolean names(String host) {
        return CertificateNames.match(chain.get(0), host);
    }

    /** The OCSP response; empty if there is none to staple. */
    public Optional<byte[]> ocspResponse() {
        return Optional.ofNullable(ocspResponse).map(byte[]::clone);
    }

    /** Names the certificate, not the key. */
    @Override
    public String toString() {
        return "Identity[" + chain.get(0).getSubjectX500Principal().getName() + "]";
    }

    private static TlsException misconfigured(String message) {
        return new TlsException(TlsException.Reason.MISCONFIGURED, "IDENTITY", message);
    }
}
