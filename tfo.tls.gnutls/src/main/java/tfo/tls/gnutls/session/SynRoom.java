package tfo.tls.gnutls.session;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketOption;
import tfo.api.socket.ConnectRequest;
import tfo.api.socket.FastOpenPolicy;
import tfo.api.tcp.TcpOptions;

/** How many bytes a SYN can carry, as far as is known before there is one. */
final class SynRoom {
    // What Linux sets aside for TCP's options, whichever there are.
    private static final int OPTIONS = 40;
    private static final int HEADERS_4 = 40;
    private static final int HEADERS_6 = 60;
    // The largest that one send of Linux puts there.
    private static final int MOST = 32_758;

    private SynRoom() {}

    /** Of a connection that is asked for like this; zero if its SYN may carry none. */
    static int of(ConnectRequest request) throws IOException {
        InetSocketAddress remote = request.remote();
        if (request.policy() == FastOpenPolicy.OFF || remote.isUnresolved()) {
            return 0;
        }
        int headers = remote.getAddress() instanceof Inet6Address ? HEADERS_6 : HEADERS_4;
        int mss = Math.min(mtu(request) - headers, option(request, TcpOptions.TCP_MAXSEG));
        return Math.max(0, Math.min(MOST, mss - OPTIONS));
    }

    private static int option(ConnectRequest request, SocketOption<Integer> option) {
        Object value = request.options().get(option);
        return value instanceof Integer wanted && wanted > 0 ? wanted : Integer.MAX_VALUE;
    }

    private static int mtu(ConnectRequest request) throws IOException {
        NetworkInterface way = NetworkInterface.getByInetAddress(local(request));
        // An address without an interface: some tunnel's. What IPv6 asks of every link.
        return way == null ? 1280 : way.getMTU();
    }

    // To connect a datagram socket is to look up the route; nothing is sent.
    private static InetAddress local(ConnectRequest request) throws IOException {
        InetAddress wanted = request.local().map(InetSocketAddress::getAddress).orElse(null);
        if (wanted != null && !wanted.isAnyLocalAddress()) {
            return wanted;
        }
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(request.remote());
            return socket.getLocalAddress();
        }
    }
}
