package tfo.fallback.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import tfo.api.tls.Identity;
import tfo.api.tls.Trust;

/** Self-signed identities, made by the JDK's keytool, which can make keys and signatures of other kinds than the testkit's authority. */
final class TestIdentity {
    private static final char[] PASSWORD = "changeit".toCharArray();

    private TestIdentity() {}

    static Identity localhost() {
        return of("EC", "dns:localhost,ip:127.0.0.1,ip:0:0:0:0:0:0:0:1");
    }

    static Trust trusting(Identity identity) {
        return Trust.certificates(identity.chain()
                .subList(identity.chain().size() - 1, identity.chain().size()));
    }

    static String pin(X509Certificate certificate) {
        return HexFormat.of()
                .formatHex(digest("SHA-256", certificate.getPublicKey().getEncoded()));
    }

    /** By the hash of its signature. */
    static byte[] hash(Identity identity) {
        try {
            return digest("SHA-384", identity.chain().get(0).getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] digest(String algorithm, byte[] bytes) {
        try {
            return MessageDigest.getInstance(algorithm).digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** With a key of this algorithm, for these names in keytool's notation. */
    static Identity of(String algorithm, String names) {
        try {
            Path folder = Files.createTempDirectory("identity");
            Path file = folder.resolve("own.p12");
            try {
                keytool(file, algorithm, names);
                return load(file);
            } finally {
                Files.deleteIfExists(file);
                Files.delete(folder);
            }
        } catch (IOException | GeneralSecurityException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void keytool(Path file, String algorithm, String names) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keystore",
                file.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                new String(PASSWORD),
                "-alias",
                "own",
                "-keyalg",
                algorithm,
                "-sigalg",
                "SHA384with" + (algorithm.equals("EC") ? "ECDSA" : algorithm),
                "-dname",
                "CN=test",
                "-validity",
                "30",
                "-ext",
                "san=" + names));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(output);
        }
    }

    private static Identity load(Path file) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD);
        }
        return Identity.keyStore(store, PASSWORD);
    }
}
