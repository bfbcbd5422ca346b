package tfo.tls.gnutls.session;

import java.io.IOException;
import tfo.api.tls.TlsException;
import tfo.api.tls.TlsException.Reason;
import tfo.tls.gnutls.transport.Transport;

/** The end of the stream within a record. The library takes the half for a record of a wrong length. */
final class HalfRecord {
    private static final String CODE = "GNUTLS_E_UNEXPECTED_PACKET_LENGTH";

    private HalfRecord() {}

    /** The failure, by its right name. */
    static IOException named(IOException failure, Transport transport) throws IOException {
        return looksLikeIt(failure) ? named(failure, transport.atEnd()) : failure;
    }

    /** The same for who knows whether the stream has ended. */
    static IOException named(IOException failure, boolean atEnd) {
        if (!atEnd || !looksLikeIt(failure)) {
            return failure;
        }
        return new TlsException(Reason.TRUNCATED, CODE, failure.getMessage() + ": the stream ended within a record")
                .causedBy(failure);
    }

    private static boolean looksLikeIt(IOException failure) {
        return failure instanceof TlsException tls && tls.code().equals(CODE);
    }
}
