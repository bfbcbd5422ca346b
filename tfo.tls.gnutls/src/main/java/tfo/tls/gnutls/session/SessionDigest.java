package tfo.tls.gnutls.session;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import tfo.api.tls.TlsException;

/**
 * A digest over all that makes a session of one client useless, or dangerous, for another: resumption does not verify certificates.
 * Every part goes in with its length.
 */
final class SessionDigest {
    private final byte[] settings;

    private SessionDigest(byte[] settings) {
        this.settings = settings;
    }

    static SessionDigest of(ClientBuilder client, String algorithms) throws TlsException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            text(out, "gnutls");
            text(out, algorithms);
            out.writeInt(client.settings.alpn.size());
            for (String protocol : client.settings.alpn) {
                text(out, protocol);
            }
            trust(out, client);
            out.writeBoolean(client.identity != null);
            if (client.identity != null) {
                certificate(out, client.identity.chain().get(0));
            }
        } catch (CertificateEncodingException e) {
            throw new TlsException(TlsException.Reason.MISCONFIGURED, "TRUST", "a certificate without encoding")
                    .causedBy(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new SessionDigest(sha256().digest(bytes.toByteArray()));
    }

    private static void trust(DataOutputStream out, ClientBuilder client)
            throws IOException, CertificateEncodingException {
        out.writeBoolean(client.trustAnyone);
        out.writeBoolean(client.anyHostName);
        out.writeBoolean(client.stapleRequired);
        out.writeBoolean(client.trust.isSystem());
        out.writeInt(client.trust.anchors().size());
        for (X509Certificate anchor : client.trust.anchors()) {
            certificate(out, anchor);
        }
        out.writeInt(client.trust.pins().size());
        for (String pin : client.trust.pins()) {
            text(out, pin);
        }
    }

    private static void certificate(DataOutputStream out, X509Certificate certificate)
            throws IOException, CertificateEncodingException {
        byte[] der = certificate.getEncoded();
        out.writeInt(der.length);
        out.write(der);
    }

    private static void text(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    /** The digest for this server name indication. */
    String with(String serverName) {
        MessageDigest sha256 = sha256();
        sha256.update(settings);
        sha256.update(serverName.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(sha256.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
