package tfo.tls.gnutls.session;

import java.nio.ByteBuffer;
import tfo.api.tls.FirstFlight;
import tfo.api.tls.HandshakeReport.EarlyData;

/**
 * What became of early data, and of the flight it was in.
 *
 * @param earlyData what became of early data
 * @param reason why it did not travel, or was not taken; empty if it was
 * @param flight what a client sent first
 * @param connections how many it took
 */
record EarlyFate(EarlyData earlyData, String reason, FirstFlight flight, int connections) {
    private static final int HEADER = 5;
    private static final int LENGTH_AT = 3;
    private static final int APPLICATION_DATA = 23;

    /** Of a side without early data. */
    static EarlyFate plain() {
        return new EarlyFate(EarlyData.NONE, "", FirstFlight.unknown(), 1);
    }

    /** The records of a first flight, RFC 8446 section 5.1, of which the SYN carried so much. */
    static FirstFlight flight(ByteBuffer records, int inSyn) {
        int early = 0;
        for (int at = records.position(); at + HEADER <= records.limit(); ) {
            int length = HEADER + Short.toUnsignedInt(records.getShort(at + LENGTH_AT));
            early += records.get(at) == APPLICATION_DATA ? length : 0;
            at += length;
        }
        return new FirstFlight(records.remaining() - early, early, inSyn);
    }
}
