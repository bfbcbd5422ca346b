package tfo.cli.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import tfo.api.tls.Identity;
import tfo.testkit.tls.Pki;

/**
 * A server's identity and its authority in files, as programs want them.
 *
 * @param authority the certificate to believe
 * @param certificate the server's chain
 * @param key its private key
 */
record PemFiles(Path authority, Path certificate, Path key) {
    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

    /** For localhost and 127.0.0.1. */
    static PemFiles in(Path folder) throws IOException {
        Pki authority = Pki.root("Authority of this test");
        return of(folder, authority, authority.server("localhost", "127.0.0.1"));
    }

    static PemFiles of(Path folder, Pki authority, Identity server) throws IOException {
        Path place = Files.createTempDirectory(folder, "pem");
        Path bare = Files.writeString(
                place.resolve("bare.pem"), pem("PRIVATE KEY", server.key().getEncoded()));
        return new PemFiles(
                certificates(place.resolve("authority.pem"), List.of(authority.certificate())),
                certificates(place.resolve("certificate.pem"), server.chain()),
                withPublicKey(bare, place.resolve("key.pem")));
    }

    // RFC 5915: the public key is optional in a private one. The JDK leaves it out, gnutls-serv wants it.
    private static Path withPublicKey(Path bare, Path key) throws IOException {
        Path old = Path.of(key + ".ec");
        openssl("ec", "-in", bare.toString(), "-out", old.toString());
        openssl("pkcs8", "-topk8", "-nocrypt", "-in", old.toString(), "-out", key.toString());
        return key;
    }

    private static void openssl(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        process.onExit().orTimeout(20, TimeUnit.SECONDS).join();
        if (process.exitValue() != 0) {
            throw new AssertionError(command + " ended with " + process.exitValue());
        }
    }

    private static Path certificates(Path file, List<? extends Certificate> chain) throws IOException {
        StringBuilder text = new StringBuilder();
        try {
            for (Certificate certificate : chain) {
                text.append(pem("CERTIFICATE", certificate.getEncoded()));
            }
        } catch (CertificateEncodingException e) {
            throw new AssertionError(e);
        }
        return Files.writeString(file, text);
    }

    private static String pem(String label, byte[] der) {
        String body = new String(LINES.encode(der), StandardCharsets.US_ASCII);
        return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
    }

    /** {@code serve} by TLS with this identity, and these options. */
    ServedProgram serve(String... options) throws IOException {
        return serveOn(0, options);
    }

    /** The same on this port. */
    ServedProgram serveOn(int port, String... options) throws IOException {
        List<String> all = new ArrayList<>(List.of("--tls", "--cert", certificate.toString(), "--key", key.toString()));
        all.addAll(List.of(options));
        return ServedProgram.startOn(port, all.toArray(String[]::new));
    }
}
