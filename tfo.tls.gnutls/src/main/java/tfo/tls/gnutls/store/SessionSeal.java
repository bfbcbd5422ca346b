package tfo.tls.gnutls.store;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import tfo.api.tls.SessionKey;
import tfo.api.tls.SessionOffer;
import tfo.api.tls.SessionRefusal;
import tfo.api.tls.SessionSecret;
import tfo.api.tls.TlsVersion;

/** Seals sessions by AES-256-GCM: a header that says what it is, a nonce, the sealed text, the tag. */
public final class SessionSeal {
    private static final byte[] HEADER = "tfo-gnutls-1".getBytes(StandardCharsets.US_ASCII);
    private static final int NAME = "tfo-gnutls-".length();
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;
    private static final int SHORTEST = HEADER.length + NONCE + TAG_BITS / Byte.SIZE;
    private static final int LONGEST = 1 << 20;
    private static final SecureRandom RANDOM = new SecureRandom();

    private SessionSeal() {}

    static byte[] seal(StoredSession session, SessionSecret secret) {
        byte[] nonce = new byte[NONCE];
        RANDOM.nextBytes(nonce);
        byte[] plain = encode(session);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, secret, nonce).doFinal(plain);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.writeBytes(HEADER);
            out.writeBytes(nonce);
            out.writeBytes(sealed);
            return out.toByteArray();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM", e);
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }

    private static Cipher cipher(int mode, SessionSecret secret, byte[] nonce) throws GeneralSecurityException {
        byte[] bytes = secret.bytes();
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, new SecretKeySpec(bytes, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(HEADER);
            return cipher;
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    /**
     * Opens a seal.
     *
     * @param library the library that is to use it
     */
    public static SessionOffer open(byte[] sealed, SessionSecret secret, String library) {
        if (sealed.length < NAME || !Arrays.equals(sealed, 0, NAME, HEADER, 0, NAME)) {
            return SessionOffer.refused(SessionRefusal.NOT_A_SESSION, "not a sealed session of GnuTLS");
        }
        if (sealed.length < SHORTEST || sealed.length > LONGEST) {
            return SessionOffer.refused(SessionRefusal.WRONG_LENGTH, sealed.length + " bytes");
        }
        if (!Arrays.equals(sealed, 0, HEADER.length, HEADER, 0, HEADER.length)) {
            return SessionOffer.refused(SessionRefusal.OTHER_FORMAT, "a format that this version does not know");
        }
        byte[] nonce = Arrays.copyOfRange(sealed, HEADER.length, HEADER.length + NONCE);
        try {
            int from = HEADER.length + NONCE;
            byte[] plain = cipher(Cipher.DECRYPT_MODE, secret, nonce).doFinal(sealed, from, sealed.length - from);
            return judge(decode(plain), library);
        } catch (AEADBadTagException e) {
            return SessionOffer.refused(
                    SessionRefusal.BROKEN_SEAL, "bytes were changed, or it was sealed under another secret");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM", e);
        }
    }

    private static SessionOffer judge(StoredSession session, String library) {
        Instant now = Instant.now();
        if (!session.library().equals(library)) {
            return SessionOffer.refused(SessionRefusal.OTHER_LIBRARY, "made by " + session.library());
        }
        if (session.issued().isAfter(now)) {
            return SessionOffer.refused(SessionRefusal.CLOCK, "issued at " + session.issued() + ", in the future");
        }
        if (!session.expires().isAfter(now)) {
            return SessionOffer.refused(SessionRefusal.EXPIRED, "expired at " + session.expires());
        }
        return SessionOffer.of(session);
    }

    private static byte[] encode(StoredSession session) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] blob = session.bytes();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeUTF(session.library());
            out.writeUTF(session.key().host());
            out.writeInt(session.key().port());
            out.writeUTF(session.key().digest());
            out.writeUTF(session.version().name());
            out.writeUTF(session.group());
            out.writeLong(session.issued().toEpochMilli());
            out.writeLong(session.expires().toEpochMilli());
            out.writeLong(session.maxEarlyData());
            out.writeInt(blob.length);
            out.write(blob);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            Arrays.fill(blob, (byte) 0);
        }
        return bytes.toByteArray();
    }

    // The tag was right: these are bytes that seal() wrote.
    private static StoredSession decode(byte[] plain) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(plain))) {
            String library = in.readUTF();
            SessionKey key = new SessionKey(in.readUTF(), in.readInt(), in.readUTF());
            TlsVersion version = TlsVersion.valueOf(in.readUTF());
            String group = in.readUTF();
            Instant issued = Instant.ofEpochMilli(in.readLong());
            Instant expires = Instant.ofEpochMilli(in.readLong());
            long maxEarlyData = in.readLong();
            byte[] blob = in.readNBytes(in.readInt());
            return StoredSession.of(key, version, group, issued, expires, maxEarlyData, library, blob);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }
}
