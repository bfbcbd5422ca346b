package tfo.testkit.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import tfo.api.tls.Identity;
import tfo.api.tls.Trust;

/**
 * A certificate authority for tests, made anew in every process: good certificates, and such as must not be believed. Its keys are
 * of the curve P-256. Immutable and safe for use by any thread.
 */
public final class Pki {
    private static final char[] PASSWORD = "changeit".toCharArray();

    private final KeyPair key;
    private final X509Certificate certificate;
    // What leads from an issued certificate to the root, without the root: empty for the root itself.
    private final List<X509Certificate> path;

    private Pki(KeyPair key, X509Certificate certificate, List<X509Certificate> path) {
        this.key = key;
        this.certificate = certificate;
        this.path = path;
    }

    /** A root that has signed itself. */
    public static Pki root(String name) {
        KeyPair key = newKey();
        return new Pki(key, CertificateForm.authority(name).signedBy(name, key, key), List.of());
    }

    /** An authority that this one has signed; it comes along in the chains of what it issues. */
    public Pki intermediate(String name) {
        KeyPair own = newKey();
        X509Certificate signed = CertificateForm.authority(name).signedBy(name(), own, key);
        return new Pki(
                own, signed, Stream.concat(Stream.of(signed), path.stream()).toList());
    }

    /** A certificate for these servers, by DNS names and literal addresses, from yesterday until tomorrow. */
    public Identity server(String... names) {
        return issue(CertificateForm.leaf(names));
    }

    /** One for a client of this name. */
    public Identity client(String name) {
        return issue(CertificateForm.leaf(name).forClients());
    }

    /** One for a client that ended an hour ago. */
    Identity expiredClient(String name) {
        return issue(CertificateForm.leaf(name).forClients().until(inHours(-1)));
    }

    /** One for servers that ended an hour ago. */
    public Identity expired(String... names) {
        return issue(CertificateForm.leaf(names).until(inHours(-1)));
    }

    /** One for servers that begins in an hour. */
    public Identity notYetValid(String... names) {
        return issue(CertificateForm.leaf(names).from(inHours(1)));
    }

    /** One for servers that no authority has signed. */
    public static Identity selfSigned(String... names) {
        KeyPair own = newKey();
        return Identity.of(List.of(CertificateForm.leaf(names).signedBy(names[0], own, own)), own.getPrivate());
    }

    private Identity issue(CertificateForm form) {
        KeyPair own = newKey();
        X509Certificate leaf = form.signedBy(name(), own, key);
        return Identity.of(Stream.concat(Stream.of(leaf), path.stream()).toList(), own.getPrivate());
    }

    /** One for who answers questions about this authority's certificates in its place (RFC 6960 section 4.2.2.2). */
    Identity responder(String name) {
        return issue(CertificateForm.leaf(name).forResponders());
    }

    /** An OCSP response, signed by this authority, that the identity's certificate, which it issued, is good. */
    public byte[] good(Identity identity) {
        return says(Staple.good(), identity);
    }

    /** One that it was revoked an hour ago. */
    public byte[] revoked(Identity identity) {
        return says(Staple.revoked(), identity);
    }

    byte[] says(Staple staple, Identity about) {
        return staple.signed(about.chain().get(0), certificate, List.of(), key.getPrivate());
    }

    /** The same by somebody else's key. */
    byte[] says(Staple staple, Identity about, Identity responder) {
        return staple.signed(about.chain().get(0), certificate, responder.chain(), responder.key());
    }

    /** The authority's own certificate. */
    public X509Certificate certificate() {
        return certificate;
    }

    /** Believes this authority and no other. */
    public Trust trust() {
        return Trust.certificates(List.of(certificate));
    }

    /** What pins the key of the identity's own certificate, see {@link Trust#pinned}. */
    public static byte[] pin(Identity identity) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(identity.chain().get(0).getPublicKey().getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The JDK's own TLS for somebody who believes this trust's authorities and shows these identities. */
    public static SSLContext context(Trust trust, Identity... identities) {
        try {
            KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
            keys.init(keyStore(trust, identities), PASSWORD);
            TrustManagerFactory anchors = TrustManagerFactory.getInstance("PKIX");
            anchors.init(keyStore(trust));
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), anchors.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Both in a key store, whose password is {@code changeit}. */
    public static KeyStore keyStore(Trust trust, Identity... identities) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            for (X509Certificate anchor : trust.anchors()) {
                store.setCertificateEntry("anchor " + store.size(), anchor);
            }
            for (Identity identity : identities) {
                X509Certificate[] chain = identity.chain().toArray(X509Certificate[]::new);
                store.setKeyEntry("identity " + store.size(), identity.key(), PASSWORD, chain);
            }
            return store;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private String name() {
        return CertificateForm.commonName(certificate);
    }

    private static KeyPair newKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Instant inHours(int hours) {
        return Instant.now().plus(hours, ChronoUnit.HOURS);
    }
}
