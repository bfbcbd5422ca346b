package tfo.tls.gnutls.session;

import java.nio.ByteOrder;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tfo.api.tls.TlsException;
import tfo.tls.gnutls.library.Chunk;
import tfo.tls.gnutls.library.Constants;
import tfo.tls.gnutls.library.GnuTls;
import tfo.tls.gnutls.library.GnuTlsCode;
import tfo.tls.gnutls.library.NativeMemory;

/** A server's calls about early data; the rules of {@link Session} hold. */
final class EarlyRecords {
    // AES-128-GCM, AES-256-GCM, AES-128-CCM, CHACHA20-POLY1305: those whose tags have 16 bytes.
    private static final Set<Integer> CIPHERS = Set.of(10, 11, 19, 23);

    private final GnuTls gnutls;
    private final long address;

    EarlyRecords(GnuTls gnutls, long address) {
        this.gnutls = gnutls;
        this.address = address;
    }

    int take(long antiReplay, int limit) {
        gnutls.gnutls_anti_replay_enable(address, antiReplay);
        return gnutls.gnutls_record_set_max_early_data_size(address, limit);
    }

    /** Whether the server takes what the client has sent or will. */
    boolean taken() {
        return (gnutls.gnutls_session_get_flags(address) & Constants.GNUTLS_SFLAGS_EARLY_DATA) != 0;
    }

    /** Moves what the library has. */
    void receive(EarlyBytes early) throws TlsException {
        Chunk chunk = Chunk.record(gnutls);
        try {
            long n = receive(chunk);
            while (n > 0) {
                early.add(chunk.buffer().clear().limit((int) n));
                n = receive(chunk);
            }
            if (n != 0 && n != GnuTlsCode.GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE) {
                throw new TlsException(
                        TlsException.Reason.LIBRARY, GnuTlsCode.name(gnutls, n), "gnutls_record_recv_early_data");
            }
        } finally {
            chunk.giveBack(Chunk.RECORD);
        }
    }

    private long receive(Chunk chunk) {
        return gnutls.gnutls_record_recv_early_data(address, chunk.address(), Chunk.RECORD);
    }

    /** The key of what the client sends now; null if it is one of a cipher that is not known here. */
    @Nullable
    RecordProtection inward() throws TlsException {
        return protection(true, gnutls.gnutls_early_cipher_get(address));
    }

    /** The same for what is to be sent now. */
    @Nullable
    RecordProtection outward() throws TlsException {
        return protection(false, gnutls.gnutls_cipher_get(address));
    }

    private @Nullable RecordProtection protection(boolean inward, int algorithm) throws TlsException {
        if (!CIPHERS.contains(algorithm)) {
            return null;
        }
        try (NativeMemory scratch = new NativeMemory(gnutls)) {
            long iv = scratch.allocate(NativeMemory.DATUM);
            long key = scratch.allocate(NativeMemory.DATUM);
            long sequence = scratch.allocate(Long.BYTES);
            check(
                    gnutls.gnutls_record_get_state(address, inward ? 1 : 0, 0, iv, key, sequence),
                    "gnutls_record_get_state");
            long cipher = scratch.allocate(Long.BYTES);
            byte[] nonce = scratch.datumAt(iv);
            long number = scratch.view(sequence, Long.BYTES)
                    .order(ByteOrder.BIG_ENDIAN)
                    .getLong(0);
            check(gnutls.gnutls_aead_cipher_init(cipher, algorithm, key), "gnutls_aead_cipher_init");
            return new RecordProtection(gnutls, scratch.getLong(cipher), nonce, number);
        }
    }

    /** Tells the library the number of the next record that it sends. */
    void nextOutward(long number) throws TlsException {
        try (NativeMemory scratch = new NativeMemory(gnutls)) {
            long sequence = scratch.allocate(Long.BYTES);
            scratch.view(sequence, Long.BYTES).order(ByteOrder.BIG_ENDIAN).putLong(0, number);
            check(gnutls.gnutls_record_set_state(address, 0, sequence), "gnutls_record_set_state");
        }
    }

    private void check(int code, String call) throws TlsException {
        if (code < 0) {
            String name = GnuTlsCode.name(gnutls, code);
            throw new TlsException(TlsException.Reason.LIBRARY, name, call + ": " + name);
        }
    }
}
