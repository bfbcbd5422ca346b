package tfo.cli.demo;

import java.util.List;
import tfo.api.tls.HandshakeReport.EarlyData;
import tfo.lab.Flow;
import tfo.lab.TlsRecord;

/**
 * One connection of the race.
 *
 * @param millis from before the socket was opened to the first byte of the answer
 * @param run how it went, by the stack's account
 * @param flow its packets, up to that byte
 * @param whole its packets, until the answer had been read
 */
record Attempt(double millis, Run run, Flow flow, Flow whole) {
    // What a server's ServerHello to Finished have at least.
    private static final int FIRST_FLIGHT_BACK = 200;

    boolean tookEarlyData() {
        return run.early() == EarlyData.ACCEPTED;
    }

    /**
     * Whether the SYN had the whole request, and the server had sent the page when anything reached it that the client sent after that
     * SYN; by the packets. With TLS the request is there if a record of early data follows the ClientHello.
     */
    boolean isAnsweredUponSyn(boolean tls) {
        return tls
                ? hasEarlyDataInSyn() && whole.answeredUponSyn() >= FIRST_FLIGHT_BACK + Site.PAGE_BYTES
                : whole.answeredUponSyn() >= Site.PAGE_BYTES;
    }

    private boolean hasEarlyDataInSyn() {
        List<TlsRecord> records = whole.syns().stream()
                .limit(1)
                .flatMap(syn -> syn.records().stream())
                .toList();
        return records.size() == 2
                && records.get(0).isClientHello()
                && records.get(1).isEncrypted()
                && records.stream().mapToInt(TlsRecord::length).sum() == whole.synPayload();
    }
}
