package tfo.linux.kernel;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Writes struct sockaddr_in and struct sockaddr_in6, see ip(7) and ipv6(7). */
public final class SocketAddressLayout {
    private static final byte[] MAPPED_PREFIX = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, (byte) 0xFF, (byte) 0xFF};

    private SocketAddressLayout() {}

    /** Room for either. */
    public static final int SIZE = 28;

    /**
     * Writes an address for a socket of this family; an IPv4 address for an IPv6 socket becomes a mapped one.
     *
     * @return the size of the struct in bytes
     */
    public static int write(InetSocketAddress address, int family, ByteBuffer memory) {
        InetAddress ip = address.getAddress();
        memory.putShort(0, (short) family);
        memory.put(2, (byte) (address.getPort() >> 8)).put(3, (byte) address.getPort());
        return family == Linux.AF_INET ? writeInet4(ip, memory) : writeInet6(ip, memory);
    }

    /** Whether a family has the address: IPv6 has those of IPv4 as well. */
    public static boolean has(int family, InetAddress address) {
        return switch (family) {
            case Linux.AF_INET6 -> true;
            case Linux.AF_INET -> address instanceof Inet4Address || mapped(address.getAddress());
            default -> false;
        };
    }

    private static boolean mapped(byte[] bytes) {
        return Arrays.equals(bytes, 0, MAPPED_PREFIX.length, MAPPED_PREFIX, 0, MAPPED_PREFIX.length);
    }

    /** The port of either. */
    public static int port(ByteBuffer memory) {
        return (memory.get(2) & 0xFF) << 8 | (memory.get(3) & 0xFF);
    }

    /** Writes an address of no family: connecting to it disconnects, see connect(2). */
    public static int writeUnspecified(ByteBuffer memory) {
        memory.putLong(0, 0).putLong(8, 0);
        return 16;
    }

    private static int writeInet4(InetAddress ip, ByteBuffer memory) {
        byte[] bytes = ip.getAddress();
        // The last four bytes: a mapped address may come as sixteen.
        memory.put(4, bytes, bytes.length - 4, 4);
        memory.putLong(8, 0);
        return 16;
    }

    private static int writeInet6(InetAddress ip, ByteBuffer memory) {
        memory.putInt(4, 0);
        memory.putInt(24, 0);
        if (ip instanceof Inet6Address six) {
            memory.put(8, six.getAddress());
            memory.putInt(24, six.getScopeId());
        } else {
            memory.put(8, MAPPED_PREFIX);
            memory.put(20, ip.getAddress());
        }
        return SIZE;
    }
}
