package tfo.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OfferedTicketTest {
    /** Record, handshake, version, random; a session id of two bytes, one cipher suite, one compression method. */
    private static final String HEAD =
            "160301LLLL" + "01000000" + "0303" + "00".repeat(32) + "02aabb" + "00021301" + "0100";

    private static final String SERVER_NAME = "00000002" + "0000";
    private static final String TICKET = "00290010" + "000a" + "0004cafebabe00000001" + "0002" + "01ff";

    private static ByteBuffer hello(String extensions) {
        String body = HEAD + String.format("%04x", extensions.length() / 2) + extensions;
        String length = String.format("%04x", body.length() / 2 - 5);
        return ByteBuffer.wrap(HexFormat.of().parseHex(body.replace("LLLL", length)));
    }

    @Test
    void theTicketIsTheFirstIdentity() {
        ByteBuffer hello = hello(SERVER_NAME + TICKET);

        assertEquals(Optional.of(ByteBuffer.wrap(HexFormat.of().parseHex("cafebabe"))), OfferedTicket.in(hello));
        assertEquals(0, hello.position());
    }

    @Test
    void aHelloWithoutASessionOffersNone() {
        assertEquals(Optional.empty(), OfferedTicket.in(hello(SERVER_NAME)));
    }

    @Test
    void aRecordIsAsLongAsItsHeaderSays() {
        ByteBuffer hello = hello(TICKET);

        assertEquals(hello.remaining(), OfferedTicket.recordLength(hello));
        assertEquals(5, OfferedTicket.recordLength(ByteBuffer.wrap(new byte[] {22, 3})));
    }
}
