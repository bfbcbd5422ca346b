package tfo.lab;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** A plain C client that puts its request into the SYN: TCP_FASTOPEN_CONNECT, connect, send, recv. */
final class FastOpenSocket implements AutoCloseable {
    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;
    private static final int SOCK_STREAM_CLOEXEC = 1 | 0x80000;
    private static final int IPPROTO_TCP = 6;
    private static final int TCP_FASTOPEN_CONNECT = 30;
    private static final int SOL_SOCKET = 1;
    private static final int SO_RCVTIMEO = 20;
    private static final int SO_SNDTIMEO = 21;
    private static final int MSG_NOSIGNAL = 0x4000;

    static {
        Native.register(FastOpenSocket.class, "c");
    }

    private final int descriptor;
    private final int port;

    private FastOpenSocket(int descriptor, int port) {
        this.descriptor = descriptor;
        this.port = port;
    }

    private static native int socket(int domain, int type, int protocol);

    private static native int setsockopt(int descriptor, int level, int option, Pointer value, int length);

    private static native int connect(int descriptor, Pointer address, int length);

    private static native int bind(int descriptor, Pointer address, int length);

    private static native int getsockname(int descriptor, Pointer address, Pointer length);

    private static native long send(int descriptor, Pointer buffer, long length, int flags);

    private static native long recv(int descriptor, Pointer buffer, long length, int flags);

    private static native int close(int descriptor);

    /** Connects from {@code local}, with Fast Open, at the first send; every wait ends after 5 seconds. */
    static FastOpenSocket to(InetAddress local, InetAddress remote, int port) throws IOException {
        int family = remote instanceof Inet6Address ? AF_INET6 : AF_INET;
        int descriptor = check(socket(family, SOCK_STREAM_CLOEXEC, 0), "socket");
        try (Memory value = new Memory(32)) {
            option(descriptor, IPPROTO_TCP, TCP_FASTOPEN_CONNECT, value, 1);
            value.clear();
            value.setLong(0, 5);
            check(setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, value, 16), "SO_RCVTIMEO");
            check(setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, value, 16), "SO_SNDTIMEO");
            check(bind(descriptor, address(value, local, 0), length(local)), "bind");
            value.setInt(28, 28);
            check(getsockname(descriptor, value, value.share(28)), "getsockname");
            int own = value.getByteBuffer(2, 2).order(ByteOrder.BIG_ENDIAN).getShort() & 0xFFFF;
            check(connect(descriptor, address(value, remote, port), length(remote)), "connect");
            return new FastOpenSocket(descriptor, own);
        }
    }

    private static void option(int descriptor, int level, int name, Memory value, int setting) throws IOException {
        value.setInt(0, setting);
        check(setsockopt(descriptor, level, name, value, 4), "setsockopt " + name);
    }

    // struct sockaddr_in or sockaddr_in6
    private static Pointer address(Memory memory, InetAddress address, int port) {
        memory.clear(28);
        ByteBuffer bytes = memory.getByteBuffer(0, 28).order(ByteOrder.BIG_ENDIAN);
        bytes.putShort(2, (short) port);
        if (address instanceof Inet6Address v6) {
            memory.setShort(0, (short) AF_INET6);
            bytes.put(8, v6.getAddress());
            memory.setInt(24, v6.getScopeId());
        } else {
            memory.setShort(0, (short) AF_INET);
            bytes.put(4, address.getAddress());
        }
        return memory;
    }

    private static int length(InetAddress address) {
        return address instanceof Inet6Address ? 28 : 16;
    }

    /** Sends the question and reads an answer of the same length. */
    String ask(String question) throws IOException {
        byte[] bytes = question.getBytes(StandardCharsets.UTF_8);
        try (Memory buffer = new Memory(bytes.length)) {
            buffer.write(0, bytes, 0, bytes.length);
            check((int) send(descriptor, buffer, bytes.length, MSG_NOSIGNAL), "send");
            for (int got = 0; got < bytes.length; ) {
                int read = check((int) recv(descriptor, buffer.share(got), bytes.length - got, 0), "recv");
                if (read == 0) {
                    throw new IOException("end of stream after " + got);
                }
                got += read;
            }
            return new String(buffer.getByteArray(0, bytes.length), StandardCharsets.UTF_8);
        }
    }

    int port() {
        return port;
    }

    private static int check(int result, String operation) throws IOException {
        if (result < 0) {
            throw new IOException(operation + ": errno " + Native.getLastError());
        }
        return result;
    }

    @Override
    public void close() {
        close(descriptor);
    }
}
