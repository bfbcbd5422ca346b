package tfo.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PacketTest {
    private static final String ETHERNET_4 = "020000000001" + "020000000002" + "0800";
    private static final String ETHERNET_6 = "020000000001" + "020000000002" + "86dd";
    // 40000 > 443, seq 7, SYN, 40 bytes of header: mss 1460, cookie 0102030405060708, sackOK, 2 NOP
    private static final String SYN = "9c40" + "01bb" + "00000007" + "00000000" + "a002" + "faf0" + "0000" + "0000"
            + "020405b4" + "220a0102030405060708" + "0402" + "01010101";
    private static final String FIVE_BYTES = "68656c6c6f";

    @Test
    void synWithCookieAndDataOverIpv4() {
        Packet packet = parse(ETHERNET_4 + ipv4(20 + 40 + 5) + SYN + FIVE_BYTES).orElseThrow();

        assertEquals("10.9.0.1", packet.source().getHostAddress());
        assertEquals("10.9.0.2", packet.destination().getHostAddress());
        Segment segment = packet.segment();
        assertEquals(40000, segment.sourcePort());
        assertEquals(443, segment.destinationPort());
        assertEquals(7, segment.sequence());
        assertEquals(64240, segment.window());
        assertTrue(segment.isSyn());
        assertFalse(segment.isSynAck());
        assertEquals("S", segment.flagText());
        assertEquals(5, segment.payload());
        assertEquals(OptionalInt.of(8), segment.cookie());
        assertEquals(OptionalInt.of(1460), segment.options().maximumSegmentSize());
        assertEquals(OptionalInt.empty(), segment.options().windowScale());
        assertEquals(List.of(2, 34, 4), segment.options().kinds());
    }

    @Test
    void theHeadsOfTlsRecordsAreRead() {
        String records = "1603010004" + "01000000" + "1703030002" + "beef" + "1403030001" + "01";

        Segment segment = segment(records);

        assertEquals(
                "[ClientHello 9, encrypted 7, change_cipher_spec 6]",
                segment.records().toString());
        assertTrue(segment.records().get(0).isClientHello());
        assertTrue(segment.records().get(1).isEncrypted());
    }

    @Test
    void aRecordThatGoesOnInTheNextSegmentCountsWhole() {
        assertEquals(
                List.of(new TlsRecord(22, 2, 5 + 0x7a)),
                segment("160303007a" + "02000076").records());
    }

    @Test
    void whatBeginsWithNoRecordHasNone() {
        assertEquals(List.of(), segment(FIVE_BYTES).records());
        assertEquals(List.of(), segment("1603010000").records(), "an empty one");
        assertEquals(List.of(), segment("170303ffff").records(), "one that is too long");
        assertEquals(List.of(), segment("17030300").records(), "half a header");
    }

    private static Segment segment(String payload) {
        return parse(ETHERNET_4 + ipv4(60 + payload.length() / 2) + SYN + payload)
                .orElseThrow()
                .segment();
    }

    @Test
    void ipv6BehindAnExtensionHeader() {
        String destinationOptions = "06" + "00" + "010400000000";
        String ip = "60000000" + "0035" + "3c" + "40" + "fd090000000000000000000000000001"
                + "fd090000000000000000000000000002";

        Packet packet =
                parse(ETHERNET_6 + ip + destinationOptions + SYN + FIVE_BYTES).orElseThrow();

        assertEquals("fd09:0:0:0:0:0:0:1", packet.source().getHostAddress());
        assertEquals(5, packet.segment().payload());
    }

    @Test
    void paddingOfShortFramesIsNoPayload() {
        Packet packet = parse(ETHERNET_4 + ipv4(20 + 40) + SYN + "000000000000").orElseThrow();

        assertEquals(0, packet.segment().payload());
    }

    @Test
    void experimentalFastOpenOptionCountsByItsMagic() {
        assertEquals(OptionalInt.of(0), options("fe04f989").cookie());
        assertEquals(OptionalInt.of(4), options("fe08f98901020304").cookie());
        assertEquals(OptionalInt.empty(), options("fe0412340101").cookie());
        assertEquals(OptionalInt.of(0), options("2202").cookie());
    }

    @Test
    void brokenOptionsAreLeftOut() {
        assertEquals(List.of(2), options("020405b4" + "2200").kinds());
        assertEquals(List.of(), options("22").kinds());
        assertEquals(List.of(), options("22ff0102").kinds());
        assertEquals(List.of(), options("00" + "020405b4").kinds());
    }

    @Test
    void whatIsNotTcpIsNoPacket() {
        assertEquals(Optional.empty(), parse(""));
        assertEquals(Optional.empty(), parse(ETHERNET_4));
        assertEquals(Optional.empty(), parse("020000000001" + "020000000002" + "0806" + ipv4(60) + SYN), "ARP");
        assertEquals(Optional.empty(), parse(ETHERNET_4 + ipv4(60).replace("4006", "4011") + SYN), "UDP");
        assertEquals(Optional.empty(), parse(ETHERNET_4 + ipv4(60).replace("4000", "0010") + SYN), "a later fragment");
        assertEquals(Optional.empty(), parse(ETHERNET_4 + ipv4(40) + SYN), "IP ends before the options do");
    }

    @Test
    void everyPrefixOfAPacketIsReadOrRefused() {
        byte[] whole = HexFormat.of().parseHex(ETHERNET_4 + ipv4(65) + SYN + FIVE_BYTES);
        for (int length = 0; length < whole.length; length++) {
            Optional<Packet> packet = Packet.parse(ByteBuffer.wrap(whole, 0, length));

            assertEquals(length >= 14 + 20 + 40, packet.isPresent(), "prefix of " + length);
        }
    }

    @Test
    void garbageNeverThrows() {
        Random random = new Random(7);
        byte[] valid = HexFormat.of().parseHex(ETHERNET_4 + ipv4(65) + SYN + FIVE_BYTES);
        for (int i = 0; i < 50_000; i++) {
            byte[] bytes = valid.clone();
            for (int j = random.nextInt(8); j >= 0; j--) {
                bytes[12 + random.nextInt(bytes.length - 12)] = (byte) random.nextInt();
            }
            Packet.parse(ByteBuffer.wrap(bytes, 0, random.nextInt(bytes.length + 1)))
                    .ifPresent(packet -> assertTrue(packet.segment().payload() >= 0, packet::toString));
        }
    }

    // 10.9.0.1 > 10.9.0.2, don't fragment, TTL 64, TCP
    private static String ipv4(int length) {
        return "4500" + String.format("%04x", length) + "0000" + "4000" + "4006" + "0000" + "0a090001" + "0a090002";
    }

    private static TcpOptions options(String hex) {
        return new TcpOptions(HexFormat.of().parseHex(hex));
    }

    private static Optional<Packet> parse(String hex) {
        return Packet.parse(ByteBuffer.wrap(HexFormat.of().parseHex(hex)));
    }
}
