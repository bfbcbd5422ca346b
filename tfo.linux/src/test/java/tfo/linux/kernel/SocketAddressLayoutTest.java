package tfo.linux.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SocketAddressLayoutTest {
    private final ByteBuffer memory = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);

    @BeforeEach
    void leaveOldContent() {
        Arrays.fill(memory.array(), (byte) 0x55);
    }

    @Test
    void anIpv4Address() throws UnknownHostException {
        int size = SocketAddressLayout.write(address("192.0.2.7", 443), Linux.AF_INET, memory);

        assertBytes("0200 01bb c0000207 0000000000000000", size);
    }

    @Test
    void anIpv4AddressForAnIpv6SocketIsMapped() throws UnknownHostException {
        int size = SocketAddressLayout.write(address("192.0.2.7", 443), Linux.AF_INET6, memory);

        assertBytes("0a00 01bb 00000000 00000000000000000000ffffc0000207 00000000", size);
    }

    @Test
    void aLinkLocalAddressKeepsItsScope() throws UnknownHostException {
        byte[] ip = InetAddress.getByName("fe80::2").getAddress();
        Inet6Address scoped = Inet6Address.getByAddress("", ip, 7);

        int size = SocketAddressLayout.write(new InetSocketAddress(scoped, 80), Linux.AF_INET6, memory);

        assertBytes("0a00 0050 00000000 fe800000000000000000000000000002 07000000", size);
    }

    @Test
    void anIpv6AddressIsNoneForAnIpv4Socket() throws UnknownHostException {
        InetAddress four = InetAddress.getByName("192.0.2.7");
        InetAddress six = InetAddress.getByName("2001:db8::192.0.2.7");
        InetAddress any = InetAddress.getByName("::");

        assertTrue(SocketAddressLayout.has(Linux.AF_INET, four));
        assertFalse(SocketAddressLayout.has(Linux.AF_INET, six));
        assertFalse(SocketAddressLayout.has(Linux.AF_INET, any));
        assertTrue(SocketAddressLayout.has(Linux.AF_INET6, four));
        assertTrue(SocketAddressLayout.has(Linux.AF_INET6, six));
        assertFalse(SocketAddressLayout.has(Linux.AF_UNSPEC, four));
    }

    @Test
    void noFamilyIsAllZero() {
        assertBytes("0000 0000 00000000 0000000000000000", SocketAddressLayout.writeUnspecified(memory));
    }

    private static InetSocketAddress address(String ip, int port) throws UnknownHostException {
        return new InetSocketAddress(InetAddress.getByName(ip), port);
    }

    private void assertBytes(String hex, int size) {
        byte[] expected = HexFormat.of().parseHex(hex.replace(" ", ""));
        assertEquals(expected.length, size);
        assertArrayEquals(expected, Arrays.copyOf(memory.array(), size));
    }
}
