package tfo.api.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads certificates and keys out of PEM (RFC 7468). */
final class PemText {
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN ([A-Z ]*)PRIVATE KEY-----([^-]*)-----END \\1PRIVATE KEY-----");
    private static final Pattern CERTIFICATE =
            Pattern.compile("-----BEGIN (X509 |)CERTIFICATE-----[^-]*-----END \\1CERTIFICATE-----");
    private static final List<String> ALGORITHMS = List.of("EC", "RSA", "EdDSA", "RSASSA-PSS");

    private PemText() {}

    /** All certificates in PEM, whatever stands between them, or the one in DER. */
    static List<X509Certificate> certificates(InputStream in, String name) throws IOException {
        List<X509Certificate> certificates = new ArrayList<>();
        try {
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(alone(in.readAllBytes()))) {
                certificates.add((X509Certificate) certificate);
            }
        } catch (CertificateException e) {
            throw misconfigured(name + ": not a certificate").causedBy(e);
        }
        if (certificates.isEmpty()) {
            throw misconfigured(name + ": no certificate in it");
        }
        return certificates;
    }

    // The JDK takes every text in PEM for a certificate, that of a key beside it, too.
    private static InputStream alone(byte[] bytes) {
        String texts = CERTIFICATE
                .matcher(new String(bytes, StandardCharsets.ISO_8859_1))
                .results()
                .map(MatchResult::group)
                .collect(Collectors.joining("\n", "", "\n"));
        return new ByteArrayInputStream(texts.isBlank() ? bytes : texts.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** The first private key in PEM: PKCS#8, or the older forms of RSA (RFC 8017) and EC (RFC 5915). */
    static PrivateKey privateKey(byte[] pem, String name) throws TlsException {
        Matcher key = KEY.matcher(new String(pem, StandardCharsets.ISO_8859_1));
        if (!key.find()) {
            throw misconfigured(name + ": no private key in it, or an encrypted one");
        }
        byte[] der = decode(key.group(2), name);
        return switch (key.group(1)) {
            case "" -> privateKey(der, ALGORITHMS, name);
            case "RSA " -> privateKey(Pkcs8.ofRsa(der), List.of("RSA"), name);
            case "EC " -> privateKey(Pkcs8.ofEc(der, name), List.of("EC"), name);
            case "ENCRYPTED " ->
                throw misconfigured(name + ": the private key is encrypted; decrypt it, or use a key store");
            default ->
                throw misconfigured(name + ": " + key.group(1).trim() + " private keys are not read; use PKCS#8");
        };
    }

    private static byte[] decode(String base64, String name) throws TlsException {
        try {
            return Base64.getMimeDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw misconfigured(name + ": broken Base64").causedBy(e);
        }
    }

    private static PrivateKey privateKey(byte[] pkcs8, List<String> algorithms, String name) throws TlsException {
        for (String algorithm : algorithms) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            } catch (GeneralSecurityException e) {
                // Of another algorithm: the next.
            }
        }
        throw misconfigured(name + ": not a private key of " + algorithms);
    }

    static TlsException misconfigured(String message) {
        return new TlsException(TlsException.Reason.MISCONFIGURED, "PEM", message);
    }
}
