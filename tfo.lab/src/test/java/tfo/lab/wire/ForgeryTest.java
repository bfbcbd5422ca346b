package tfo.lab.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** What the line writes into frames: options taken out, addresses exchanged, resets. */
class ForgeryTest {
    private static final String ETHERNET = "020000000001" + "020000000002";
    private static final String IPV4 = ETHERNET + "0800" + "4500004100004000400600000a0900010a090002";
    private static final String IPV6 = ETHERNET + "86dd" + "60000000002d0640" + "fd090000000000000000000000000001"
            + "fd090000000000000000000000000002";
    // SYN, seq 0xfffffffe, an option at an odd offset behind a NOP, 5 bytes of data
    private static final String SYN = "9c4001bbfffffffe00000000a002faf000000000" + "020405b4" + "01"
            + "220a0102030405060708" + "0402" + "010101" + "68656c6c6f";

    @Test
    void strippingKeepsAFullChecksumRight() {
        for (String ip : new String[] {IPV4, IPV6}) {
            Frame frame = frame(ip + SYN);
            frame.put16(frame.transportOffset() + 16, checksum(frame));

            assertTrue(FastOpenOption.strip(frame));

            assertFalse(FastOpenOption.in(frame));
            assertEquals(0, checksum(frame), "the sum over all of it");
            assertEquals(
                    "020405b4" + "01" + "01010101010101010101" + "0402" + "010101",
                    HexFormat.of().formatHex(frame.options()));
            assertFalse(FastOpenOption.strip(frame));
        }
    }

    @Test
    void strippingLeavesAPartialChecksumAlone() {
        Frame frame = frame(IPV4 + SYN);
        frame.checksumPartial(true);
        frame.put16(frame.transportOffset() + 16, 0x1234);

        assertTrue(FastOpenOption.strip(frame));

        assertEquals(0x1234, frame.u16(frame.transportOffset() + 16));
    }

    @Test
    void resetAnswersTheSynAndItsData() {
        for (String ip : new String[] {IPV4, IPV6}) {
            Frame syn = frame(ip + SYN);
            ByteBuffer buffer = ByteBuffer.allocate(200);

            Reset.write(syn, buffer, 7);

            int length = Reset.length(syn);
            Frame reset = new Frame().read(buffer, 7, length, length);
            assertTrue(reset.isTcp());
            assertEquals(Frame.RST | Frame.ACK, reset.flags());
            assertEquals(443, reset.sourcePort());
            assertEquals(40000, reset.destinationPort());
            assertEquals(4, reset.acknowledgment(), "0xfffffffe + 1 + 5 bytes");
            assertArrayEquals(syn.destination(), reset.source());
            assertArrayEquals(syn.source(), reset.destination());
            assertEquals(0, checksum(reset));
            assertEquals(0, reset.payloadLength());
        }
    }

    @Test
    void mirroringKeepsChecksumsAndTurnsAnErrorsQuotationToo() {
        Frame tcp = frame(IPV4 + SYN);
        tcp.put16(tcp.transportOffset() + 16, checksum(tcp));
        Mirror.turn(tcp);
        assertEquals(0, checksum(tcp));

        String quoted = "4500004100004000400600000a0900020a0900019c4001bb00000007";
        Frame error = frame(
                ETHERNET + "0800" + "45000038000040004001" + "0000" + "0a0900010a090002" + "0303000000000000" + quoted);
        Mirror.turn(error);
        assertEquals(0x0A090002L, error.u32(Frame.ETHERNET_HEADER + 12));
        assertEquals(0x0A090001L, error.u32(Frame.ETHERNET_HEADER + 28 + 12), "the sender's own address");
    }

    @Test
    void onlyPacketsForOneStationComeBack() {
        assertTrue(Mirror.reflects(frame(IPV4 + SYN)));
        assertFalse(Mirror.reflects(frame((IPV4 + SYN).replace("0a090002", "e0000001"))));
        assertFalse(Mirror.reflects(frame(
                (IPV6 + SYN).replaceFirst("fd090000000000000000000000000002", "ff020000000000000000000000000002"))));
        assertFalse(Mirror.reflects(frame(ETHERNET + "0806" + "0001")));
    }

    // The sum over pseudo header and segment: 0 where the checksum field is right.
    private static int checksum(Frame frame) {
        int addresses = frame.ipVersion() == 4 ? 26 : 22;
        int addressBytes = frame.ipVersion() == 4 ? 8 : 32;
        int length = frame.length() - frame.transportOffset();
        return Checksum.of(Checksum.sum(frame, addresses, addressBytes)
                + Frame.PROTOCOL_TCP
                + length
                + Checksum.sum(frame, frame.transportOffset(), length));
    }

    private static Frame frame(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        return new Frame().read(ByteBuffer.wrap(bytes), 0, bytes.length, bytes.length);
    }
}
