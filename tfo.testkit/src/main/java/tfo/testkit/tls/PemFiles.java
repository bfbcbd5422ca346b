package tfo.testkit.tls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.asn1.ASN1BitString;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import tfo.api.tls.Identity;

/**
 * A server's identity and the authority that signed it, in files, as programs want them (RFC 7468).
 *
 * @param authority the certificate to believe
 * @param certificate the server's chain
 * @param key its private key
 */
public record PemFiles(Path authority, Path certificate, Path key) {
    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});
    private static final int P256_BITS = 256;

    /** Those of a new authority and a server at localhost and 127.0.0.1, in a new folder within this one. */
    public static PemFiles localhost(Path folder) throws IOException {
        Pki authority = Pki.root("Authority of this test");
        return of(folder, authority, authority.server("localhost", "127.0.0.1"));
    }

    /** Those of this server, whether this authority has signed it or not, in a new folder within this one. */
    public static PemFiles of(Path folder, Pki authority, Identity server) throws IOException {
        Path place = Files.createTempDirectory(folder, "pem");
        return new PemFiles(
                write(place.resolve("authority.pem"), List.of(authority.certificate())),
                write(place.resolve("certificate.pem"), server.chain()),
                Files.writeString(place.resolve("key.pem"), text("PRIVATE KEY", keyWithItsPoint(server))));
    }

    /** Writes certificates into this file, which it returns. */
    public static Path write(Path file, List<X509Certificate> certificates) throws IOException {
        StringBuilder all = new StringBuilder();
        try {
            for (X509Certificate certificate : certificates) {
                all.append(text("CERTIFICATE", certificate.getEncoded()));
            }
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
        return Files.writeString(file, all);
    }

    // RFC 5915: the public key is optional in a private one. The JDK leaves it out, gnutls-serv wants it.
    private static byte[] keyWithItsPoint(Identity server) throws IOException {
        PrivateKeyInfo bare = PrivateKeyInfo.getInstance(server.key().getEncoded());
        ECPrivateKey key = ECPrivateKey.getInstance(bare.parsePrivateKey());
        ASN1BitString point = SubjectPublicKeyInfo.getInstance(
                        server.chain().get(0).getPublicKey().getEncoded())
                .getPublicKeyData();
        ECPrivateKey whole = new ECPrivateKey(P256_BITS, key.getKey(), point, null);
        return new PrivateKeyInfo(bare.getPrivateKeyAlgorithm(), whole).getEncoded();
    }

    private static String text(String label, byte[] der) {
        String body = new String(LINES.encode(der), StandardCharsets.US_ASCII);
        return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
    }
}
