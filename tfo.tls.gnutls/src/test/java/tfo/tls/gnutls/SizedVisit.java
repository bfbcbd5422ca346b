package tfo.tls.gnutls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import tfo.api.tls.FirstFlight;
import tfo.api.tls.FirstFlight.Fit;
import tfo.api.tls.HandshakeReport;
import tfo.api.tls.HandshakeReport.EarlyData;
import tfo.lab.Direction;
import tfo.lab.Flow;
import tfo.lab.TlsRecord;

/**
 * What came of a request of so many bytes over a line.
 *
 * @param size how many
 * @param report how the connection began
 * @param flow its packets until the answer was there, at least
 * @param answer how many bytes the answer has
 */
record SizedVisit(int size, HandshakeReport report, Flow flow, int answer) {
    /** What seals a record: its header, the type of its content, the tag (RFC 8446 section 5.2). */
    private static final int SEAL = 5 + 1 + 16;

    private static final int HANDSHAKE_RECORDS = 4;

    /** All of it is in the SYN, and the answer leaves before anything more has come. */
    void assertInOne() {
        assertAccepted(size);
        assertEquals(Fit.FIT, flight().fit(), this::packets);
        assertEquals(flight().inSyn(), flow.synPayload(), this::packets);
        assertEquals(flight().inSyn(), flow.acknowledgedInSyn(), this::packets);
        assertTrue(flow.answeredUponSyn() >= bytesWithAnswer(), this::packets);
    }

    /** The SYN has a part of it only, and all of it is early. */
    void assertSplit(int mostTrips) {
        assertAccepted(size);
        assertEquals(Fit.SPLIT, flight().fit(), this::packets);
        assertEquals(flight().inSyn(), flow.acknowledgedInSyn(), this::packets);
        assertTrue(flow.answeredUponSyn() < bytesWithAnswer(), this::packets);
        int trips = flow.roundTripsToLast().orElseThrow();
        assertTrue(trips >= 2 && trips <= mostTrips, this::packets);
    }

    /** So much of it is early. */
    void assertRestAfterHandshake(int early) {
        assertAccepted(early);
        assertTrue(flow.answeredUponSyn() < bytesWithAnswer(), this::packets);
    }

    private void assertAccepted(int early) {
        assertEquals(EarlyData.ACCEPTED, report.earlyData(), report::earlyDataReason);
        assertEquals(early + SEAL, flight().earlyData(), this::packets);
        assertEquals(1, report.connections());
        assertEquals(0, flow.lost(), this::packets);
    }

    /** How many bytes of the request were early. */
    int earlyBytes() {
        return Math.max(0, flight().earlyData() - SEAL);
    }

    FirstFlight flight() {
        return report.firstFlight();
    }

    /** Of the server's: ServerHello, change_cipher_spec, EncryptedExtensions, Finished, in one segment; then the answer. */
    private int bytesWithAnswer() {
        List<TlsRecord> first = flow.timeline().stream()
                .filter(passage -> passage.direction() == Direction.TO_CLIENT)
                .map(passage -> passage.segment().records())
                .filter(records -> !records.isEmpty())
                .findFirst()
                .orElseThrow();
        assertTrue(first.size() >= HANDSHAKE_RECORDS, this::packets);
        return first.stream()
                        .limit(HANDSHAKE_RECORDS)
                        .mapToInt(TlsRecord::length)
                        .sum()
                + answer
                + SEAL;
    }

    private String packets() {
        return size + " bytes, " + flight() + "\n" + flow;
    }
}
