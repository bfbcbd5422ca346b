package tfo.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/** An {@link EchoServer}, or a {@link SecureEchoServer}, in a process of its own, so that its CPU time does not count. */
final class EchoPeer implements AutoCloseable {
    private final ChildJvm process;
    private final InetSocketAddress address;

    private EchoPeer(ChildJvm process, InetSocketAddress address) {
        this.process = process;
        this.address = address;
    }

    static EchoPeer onLoopback() throws IOException {
        return on(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
    }

    static EchoPeer on(InetAddress address) throws IOException {
        return start(EchoServer.class, address);
    }

    /** By TLS. */
    static EchoPeer secureOn(InetAddress address) throws IOException {
        return start(SecureEchoServer.class, address);
    }

    private static EchoPeer start(Class<?> server, InetAddress address) throws IOException {
        ChildJvm process = ChildJvm.start(List.of("-Xmx64m"), server, address.getHostAddress());
        return new EchoPeer(process, new InetSocketAddress(address, Integer.parseInt(process.line())));
    }

    InetSocketAddress address() {
        return address;
    }

    @Override
    public void close() {
        process.close();
    }
}
