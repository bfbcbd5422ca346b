package tfo.tls.gnutls.transport;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import tfo.api.socket.ConnectRequest;
import tfo.tls.gnutls.library.Libc;
import tfo.tls.gnutls.library.NativeMemory;
import tfo.tls.gnutls.library.Natives;

/**
 * gnutls_transport_set_fastopen(3): the library connects a socket, with the ClientHello in the SYN where it can. After that call no other
 * transport may be given to the session. The function says nothing of its errors, so all it is given is checked before.
 */
final class BuiltinTransport extends DescriptorTransport {
    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;
    private static final int SOCKADDR_IN = 16;
    private static final int SOCKADDR_IN6 = 28;
    private static final int PORT_AT = 2;
    private static final int IN_AT = 4;
    private static final int IN6_AT = 8;
    private static final int SCOPE_AT = 24;
    private static final int TCP_NODELAY = 1;

    private final Natives natives;
    private final int descriptor;
    private final InetSocketAddress remote;

    private BuiltinTransport(Natives natives, Readiness readiness, int descriptor, InetSocketAddress remote) {
        super(natives, readiness, descriptor, () -> {});
        this.natives = natives;
        this.descriptor = descriptor;
        this.remote = remote;
    }

    static BuiltinTransport to(Natives natives, Readiness readiness, ConnectRequest request) throws IOException {
        if (!request.options().keySet().stream().allMatch(StandardSocketOptions.TCP_NODELAY::equals)) {
            throw new UnsupportedOperationException("the BUILTIN transport takes no options: "
                    + request.options().keySet());
        }
        InetSocketAddress remote = request.remote();
        if (remote.isUnresolved()) {
            throw new UnknownHostException(remote.getHostString());
        }
        int descriptor = socket(natives.libc(), remote);
        try {
            noDelay(natives, descriptor);
            if (request.local().isPresent()) {
                bind(natives, descriptor, request.local().get());
            }
            return new BuiltinTransport(natives, readiness, descriptor, remote);
        } catch (IOException | RuntimeException e) {
            natives.libc().close(descriptor);
            throw e;
        }
    }

    private static int socket(Libc libc, InetSocketAddress remote) throws IOException {
        int domain = remote.getAddress() instanceof Inet6Address ? AF_INET6 : AF_INET;
        int type = Descriptors.SOCK_STREAM | Descriptors.SOCK_NONBLOCK | Descriptors.SOCK_CLOEXEC;
        return Descriptors.checked(libc.socket(domain, type, 0), "socket");
    }

    private static void noDelay(Natives natives, int descriptor) throws IOException {
        try (NativeMemory memory = new NativeMemory(natives.gnutls())) {
            long one = memory.allocate(Integer.BYTES);
            memory.putInt(one, 1);
            int result =
                    natives.libc().setsockopt(descriptor, Descriptors.IPPROTO_TCP, TCP_NODELAY, one, Integer.BYTES);
            Descriptors.checked(result, "TCP_NODELAY");
        }
    }

    private static void bind(Natives natives, int descriptor, InetSocketAddress local) throws IOException {
        try (NativeMemory memory = new NativeMemory(natives.gnutls())) {
            int result = natives.libc().bind(descriptor, sockaddr(memory, local), size(local));
            Descriptors.checked(result, "bind " + local);
        }
    }

    /** struct sockaddr_in or sockaddr_in6, see ip(7) and ipv6(7). */
    private static long sockaddr(NativeMemory memory, InetSocketAddress address) {
        long begin = memory.allocate(SOCKADDR_IN6);
        ByteBuffer bytes = memory.view(begin, SOCKADDR_IN6);
        boolean six = address.getAddress() instanceof Inet6Address;
        bytes.putShort(0, (short) (six ? AF_INET6 : AF_INET));
        bytes.order(ByteOrder.BIG_ENDIAN).putShort(PORT_AT, (short) address.getPort());
        bytes.position(six ? IN6_AT : IN_AT).put(address.getAddress().getAddress());
        if (address.getAddress() instanceof Inet6Address scoped) {
            bytes.order(ByteOrder.nativeOrder()).putInt(SCOPE_AT, scoped.getScopeId());
        }
        return begin;
    }

    private static int size(InetSocketAddress address) {
        return address.getAddress() instanceof Inet4Address ? SOCKADDR_IN : SOCKADDR_IN6;
    }

    // The library copies the address; the flags must be zero.
    @Override
    public void attach(long session) {
        try (NativeMemory memory = new NativeMemory(natives.gnutls())) {
            long address = sockaddr(memory, remote);
            natives.gnutls().gnutls_transport_set_fastopen(session, descriptor, address, size(remote), 0);
        }
    }

    // Up to 3.8.10 the library looks at errno after a call that went well, and if it finds EAGAIN there it connects
    // again. This leaves
    // EBADF.
    @Override
    public void beforeStep() {
        natives.libc().close(-1);
    }
}
