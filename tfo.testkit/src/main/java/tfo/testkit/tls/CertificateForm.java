package tfo.testkit.tls;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** What is to stand in a certificate, before it is signed (RFC 5280). Immutable. */
record CertificateForm(
        String name, List<String> names, Instant begin, Instant end, boolean authority, KeyPurposeId use) {
    private static final Duration DAY = Duration.ofDays(1);
    private static final Pattern LITERAL = Pattern.compile("[0-9.]+|.*:.*");
    private static final SecureRandom RANDOM = new SecureRandom();

    static CertificateForm authority(String name) {
        return form(name, List.of(), true);
    }

    static CertificateForm leaf(String... names) {
        return form(names[0], List.of(names), false);
    }

    private static CertificateForm form(String name, List<String> names, boolean authority) {
        Instant now = Instant.now();
        return new CertificateForm(
                name, names, now.minus(DAY), now.plus(DAY), authority, KeyPurposeId.id_kp_serverAuth);
    }

    CertificateForm from(Instant first) {
        return new CertificateForm(name, names, first, end, authority, use);
    }

    CertificateForm until(Instant last) {
        return new CertificateForm(name, names, begin, last, authority, use);
    }

    CertificateForm forClients() {
        return new CertificateForm(name, names, begin, end, authority, KeyPurposeId.id_kp_clientAuth);
    }

    CertificateForm forResponders() {
        return new CertificateForm(name, names, begin, end, authority, KeyPurposeId.id_kp_OCSPSigning);
    }

    /** The certificate of the subject's key. */
    X509Certificate signedBy(String issuer, KeyPair subject, KeyPair signer) {
        X509v3CertificateBuilder draft = new JcaX509v3CertificateBuilder(
                named(issuer),
                new BigInteger(64, RANDOM).setBit(63),
                Date.from(begin),
                Date.from(end),
                named(name),
                subject.getPublic());
        try {
            addExtensions(draft, subject, signer);
            return new JcaX509CertificateConverter()
                    .getCertificate(
                            draft.build(new JcaContentSignerBuilder("SHA256withECDSA").build(signer.getPrivate())));
        } catch (CertIOException | OperatorCreationException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private void addExtensions(X509v3CertificateBuilder draft, KeyPair subject, KeyPair signer)
            throws CertIOException, GeneralSecurityException {
        JcaX509ExtensionUtils keys = new JcaX509ExtensionUtils();
        int usage = authority ? KeyUsage.keyCertSign | KeyUsage.cRLSign : KeyUsage.digitalSignature;
        draft.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
        draft.addExtension(Extension.keyUsage, true, new KeyUsage(usage));
        draft.addExtension(Extension.subjectKeyIdentifier, false, keys.createSubjectKeyIdentifier(subject.getPublic()));
        draft.addExtension(
                Extension.authorityKeyIdentifier, false, keys.createAuthorityKeyIdentifier(signer.getPublic()));
        if (!authority) {
            draft.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(use));
            draft.addExtension(Extension.subjectAlternativeName, false, alternatives());
        }
    }

    private GeneralNames alternatives() {
        return new GeneralNames(names.stream().map(CertificateForm::generalName).toArray(GeneralName[]::new));
    }

    private static GeneralName generalName(String name) {
        boolean address = LITERAL.matcher(name).matches();
        return new GeneralName(address ? GeneralName.iPAddress : GeneralName.dNSName, name);
    }

    private static X500Name named(String commonName) {
        return new X500Name("CN=" + commonName);
    }

    static String commonName(X509Certificate certificate) {
        return Arrays.stream(certificate.getSubjectX500Principal().getName().split(","))
                .filter(part -> part.startsWith("CN="))
                .findFirst()
                .orElseThrow()
                .substring(3);
    }
}
