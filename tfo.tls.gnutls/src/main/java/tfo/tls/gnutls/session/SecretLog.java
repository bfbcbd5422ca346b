package tfo.tls.gnutls.session;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.Consumer;
import tfo.tls.gnutls.library.GnuTls;
import tfo.tls.gnutls.library.NativeMemory;

/**
 * Writes down a session's secrets in the format of NSS key logs, which packet analysers read.
 *
 * @param gnutls the library
 * @param lines takes a line for each secret
 */
record SecretLog(GnuTls gnutls, Consumer<String> lines) {

    /** Within a call on the session: the secret is in a gnutls_datum_t. */
    void write(long session, String label, long secret) {
        try (NativeMemory scratch = new NativeMemory(gnutls)) {
            long client = scratch.allocate(NativeMemory.DATUM);
            gnutls.gnutls_session_get_random(session, client, 0);
            byte[] datum = gnutls.bytes(secret, NativeMemory.DATUM);
            ByteBuffer view = ByteBuffer.wrap(datum).order(ByteOrder.nativeOrder());
            byte[] bytes = gnutls.bytes(view.getLong(0), view.getInt(Long.BYTES));
            HexFormat hex = HexFormat.of();
            lines.accept(label + " " + hex.formatHex(scratch.datumAt(client)) + " " + hex.formatHex(bytes));
            Arrays.fill(bytes, (byte) 0);
        }
    }
}
