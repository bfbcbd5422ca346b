package tfo.tls.gnutls.session;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import tfo.api.tls.TlsException;
import tfo.tls.gnutls.library.GnuTls;
import tfo.tls.gnutls.library.GnuTlsCode;
import tfo.tls.gnutls.library.Handle;
import tfo.tls.gnutls.library.NativeMemory;

/** Protects the records of one direction in the library's stead: RFC 8446 section 5.2. For one thread at a time. */
final class RecordProtection implements AutoCloseable {
    /** Its first bytes: type, version, length. */
    static final int HEADER = 5;
    /** What a record is longer than its content. */
    static final int OVERHEAD = HEADER + 1 + 16;

    static final byte ALERT = 21;
    static final byte HANDSHAKE = 22;
    static final byte APPLICATION_DATA = 23;

    private static final int NONCE = 12;
    private static final int TAG = 16;
    private static final short LEGACY_VERSION = 0x0303;

    private final GnuTls gnutls;
    private final Handle cipher;
    private final byte[] iv;
    private final NativeMemory memory;
    private final long nonce;
    private final long length;
    private long sequence;

    /** Becomes the owner of the cipher, whose tags have 16 bytes. */
    RecordProtection(GnuTls gnutls, long cipher, byte[] iv, long sequence) {
        this.gnutls = gnutls;
        this.cipher = new Handle(cipher, gnutls::gnutls_aead_cipher_deinit);
        this.iv = iv;
        this.sequence = sequence;
        this.memory = new NativeMemory(gnutls);
        this.nonce = memory.allocate(NONCE);
        this.length = memory.allocate(Long.BYTES);
    }

    /** The number of the next record. */
    long sequence() {
        return sequence;
    }

    /** Begins anew at this number. */
    void sequence(long number) {
        sequence = number;
    }

    /**
     * Appends a record to a direct buffer that has room for it.
     *
     * @param plain a direct buffer with the content, which is followed by room for a byte
     */
    void seal(byte type, ByteBuffer plain, ByteBuffer records) throws TlsException {
        int inner = plain.remaining() + 1;
        plain.limit(plain.limit() + 1).put(plain.limit() - 1, type);
        int at = records.position();
        records.put(APPLICATION_DATA).putShort(LEGACY_VERSION).putShort((short) (inner + TAG));
        memory.putLong(length, records.remaining());
        long header = gnutls.address(records) + at;
        int code = gnutls.gnutls_aead_cipher_encrypt(
                cipher.address(),
                nextNonce(),
                NONCE,
                header,
                HEADER,
                TAG,
                gnutls.address(plain) + plain.position(),
                inner,
                header + HEADER,
                length);
        if (code < 0) {
            throw failed(code, "seal a record");
        }
        records.position(at + HEADER + (int) memory.getLong(length));
    }

    /**
     * Opens a record.
     *
     * @param record all of it, in a direct buffer
     * @param inner a direct buffer that gets the content
     * @return the type; zero if there is none
     */
    byte open(ByteBuffer record, ByteBuffer inner) throws TlsException {
        long header = gnutls.address(record) + record.position();
        inner.clear();
        memory.putLong(length, inner.capacity());
        int code = gnutls.gnutls_aead_cipher_decrypt(
                cipher.address(),
                nextNonce(),
                NONCE,
                header,
                HEADER,
                TAG,
                header + HEADER,
                record.remaining() - HEADER,
                gnutls.address(inner),
                length);
        if (code < 0) {
            throw failed(code, "open a record of early data");
        }
        int end = (int) memory.getLong(length);
        while (end > 0 && inner.get(end - 1) == 0) {
            end--;
        }
        byte type = end == 0 ? 0 : inner.get(end - 1);
        inner.limit(Math.max(0, end - 1));
        return type;
    }

    private long nextNonce() {
        ByteBuffer bytes = memory.view(nonce, NONCE).order(ByteOrder.BIG_ENDIAN);
        bytes.put(0, iv);
        bytes.putLong(NONCE - Long.BYTES, bytes.getLong(NONCE - Long.BYTES) ^ sequence++);
        return nonce;
    }

    private TlsException failed(int code, String what) {
        String name = GnuTlsCode.name(gnutls, code);
        return new TlsException(TlsException.Reason.PROTOCOL, name, what + ": " + name);
    }

    /** Frees the key. */
    @Override
    public void close() {
        cipher.close();
        memory.close();
    }
}
