package tfo.cli.demo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import tfo.api.tls.Identity;
import tfo.api.tls.Trust;

/**
 * The site's certificate, signed by itself, and its key: made for one run and never kept.
 *
 * @param identity both
 */
record Credential(Identity identity) {
    private static final String ALIAS = "site";
    private static final String PASSWORD = "for one run only";
    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

    /** A new one, by the JDK's own keytool: there is no public call that signs a certificate. */
    static Credential create() throws IOException {
        try (Folder folder = Folder.create()) {
            Path store = folder.path().resolve("site.p12");
            keytool(store);
            return new Credential(read(store));
        }
    }

    private static void keytool(Path store) throws IOException {
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keystore",
                        store.toString(),
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD,
                        "-alias",
                        ALIAS,
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-dname",
                        "CN=" + Site.HOST,
                        "-ext",
                        "SAN=DNS:" + Site.HOST,
                        "-startdate",
                        "-1d",
                        "-validity",
                        "3"))
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (process.onExit().join().exitValue() != 0) {
            throw new IOException("keytool: " + said);
        }
    }

    private static Identity read(Path file) throws IOException {
        char[] password = PASSWORD.toCharArray();
        try (InputStream in = Files.newInputStream(file)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, password);
            return Identity.keyStore(store, password, ALIAS);
        } catch (GeneralSecurityException e) {
            throw new IOException("keytool's key store cannot be read", e);
        }
    }

    X509Certificate certificate() {
        return identity.chain().get(0);
    }

    /** Believes this site and nobody else. */
    Trust trust() {
        return Trust.certificates(identity.chain());
    }

    /** The certificate in the text form of RFC 7468. */
    String certificatePem() throws IOException {
        try {
            return pem("CERTIFICATE", certificate().getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IOException(e);
        }
    }

    /** The key in the same form. */
    String keyPem() {
        return pem("PRIVATE KEY", identity.key().getEncoded());
    }

    private static String pem(String label, byte[] der) {
        String body = new String(LINES.encode(der), StandardCharsets.US_ASCII);
        return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
    }
}
