package tfo.tls.gnutls.store;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import tfo.api.tls.SessionKey;
import tfo.api.tls.SessionOffer;
import tfo.api.tls.SessionRefusal;
import tfo.api.tls.SessionSecret;
import tfo.api.tls.TlsVersion;

/** Seals sessions by AES-256-GCM, a random nonce each; the header is authenticated with them. */
public final class SessionSeal {
    private static final SecureRandom RANDOM = new SecureRandom();

    private SessionSeal() {}

    static byte[] seal(StoredSession session, SessionSecret secret) {
        byte[] nonce = new byte[SealHeader.NONCE];
        RANDOM.nextBytes(nonce);
        byte[] plain = encode(session);
        try {
            byte[] header = SealHeader.of(secret, nonce, plain.length);
            byte[] sealed = Arrays.copyOf(header, header.length + plain.length + SealHeader.TAG);
            cipher(Cipher.ENCRYPT_MODE, secret, header).doFinal(plain, 0, plain.length, sealed, header.length);
            return sealed;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has AES-GCM", e);
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }

    private static Cipher cipher(int mode, SessionSecret secret, byte[] header) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        GCMParameterSpec parameters = new GCMParameterSpec(Byte.SIZE * SealHeader.TAG, SealHeader.nonce(header));
        cipher.init(mode, SecretKeys.encryption(secret), parameters);
        cipher.updateAAD(header, 0, SealHeader.SIZE);
        return cipher;
    }

    /**
     * Opens a seal.
     *
     * @param library the library that is to use it
     */
    public static SessionOffer open(byte[] sealed, SessionSecret secret, String library) {
        return open(sealed, secret, library, InstantSource.system());
    }

    static SessionOffer open(byte[] sealed, SessionSecret secret, String library, InstantSource clock) {
        // What another thread changed after it was verified was not verified.
        byte[] own = sealed.clone();
        return SealHeader.refusal(own, secret).orElseGet(() -> decrypt(own, secret, library, clock.instant()));
    }

    private static SessionOffer decrypt(byte[] sealed, SessionSecret secret, String library, Instant now) {
        try {
            byte[] plain = cipher(Cipher.DECRYPT_MODE, secret, sealed)
                    .doFinal(sealed, SealHeader.SIZE, sealed.length - SealHeader.SIZE);
            return judge(decode(plain), library, now);
        } catch (AEADBadTagException e) {
            return SessionOffer.refused(SessionRefusal.BROKEN_SEAL, "the bytes were changed after they were sealed");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has AES-GCM", e);
        }
    }

    private static SessionOffer judge(StoredSession session, String library, Instant now) {
        SessionOffer offer = offer(session, library, now);
        if (offer.session().isEmpty()) {
            session.destroy();
        }
        return offer;
    }

    private static SessionOffer offer(StoredSession session, String library, Instant now) {
        if (!session.library().equals(library)) {
            return SessionOffer.refused(
                    SessionRefusal.OTHER_LIBRARY, "made by " + session.library() + ", this is " + library);
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
        WipedBytes bytes = new WipedBytes();
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
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            Arrays.fill(blob, (byte) 0);
            bytes.wipe();
        }
    }

    /** Has room enough to leave no copies behind when it grows. */
    private static final class WipedBytes extends ByteArrayOutputStream {
        WipedBytes() {
            super(1 << 16);
        }

        synchronized void wipe() {
            Arrays.fill(buf, (byte) 0);
        }
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
