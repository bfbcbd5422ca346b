package tfo.fallback.tls;

import java.io.IOException;
import java.nio.ByteBuffer;
import tfo.api.tls.FirstFlight;
import tfo.api.tls.HandshakeReport.EarlyData;

/** What a client says first. JSSE has no early data, so it follows the handshake. For one thread. */
final class FirstWords {
    private static final String WHY = "JSSE has no early data; sent after the handshake";

    private ByteBuffer rest = ByteBuffer.allocate(0);
    private boolean any;
    private FirstFlight flight = FirstFlight.unknown();

    /** Nothing, as of a server. */
    static FirstWords none() {
        return new FirstWords();
    }

    void are(ByteBuffer bytes) {
        rest = bytes.slice().asReadOnlyBuffer();
        any = rest.hasRemaining();
    }

    /** The ClientHello had this size, and the SYN carried so much of it. */
    void followed(int clientHello, int inSyn) {
        flight = new FirstFlight(clientHello, 0, inSyn);
    }

    FirstFlight flight() {
        return flight;
    }

    EarlyData fate() {
        return any ? EarlyData.RESENT : EarlyData.NONE;
    }

    String reason() {
        return any ? WHY : "";
    }

    /** What was not said yet; whoever says it moves the position. */
    ByteBuffer rest() {
        return rest;
    }

    /** Says it over this wire. */
    void say(RecordLayer records, Wire wire, TimeLimit limit) throws IOException {
        while (rest.hasRemaining()) {
            records.wrapSome(rest);
            wire.write(records.toSend().content(), limit);
        }
    }
}
