package tfo.testkit.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import tfo.api.socket.ConnectRequest;
import tfo.api.tls.Identity;
import tfo.api.tls.TlsClient;
import tfo.api.tls.TlsConnection;
import tfo.api.tls.TlsDial;
import tfo.api.tls.TlsException;
import tfo.api.tls.TlsException.Reason;
import tfo.api.tls.TlsFeature;
import tfo.api.tls.TlsServer;
import tfo.api.tls.TlsService;
import tfo.api.tls.TlsVersion;
import tfo.testkit.Background;
import tfo.testkit.peer.Addresses;

/** What the contracts of TLS have in common: the provider under test, an authority, and peers by the JDK's own TLS. */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class SecureContract {
    /** Longer than anything takes that goes well, be it the first handshake of a JVM on a machine with much else to do. */
    static final Duration PATIENCE = Duration.ofSeconds(60);

    static final Pki PKI = Pki.root("Contract Root");
    static final String HOST = "server.test";
    static final Identity SERVER = PKI.server(HOST, "127.0.0.1", "::1");

    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    /** The provider under test; the same at every call. */
    abstract SecureSubject subject();

    @AfterEach
    final void closeAll() throws Exception {
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }

    /** Closes it after the test, what was opened last first. */
    final <T extends AutoCloseable> T closing(T resource) {
        open.push(resource);
        return resource;
    }

    final TlsService tls() {
        return subject().service();
    }

    final boolean supports(TlsFeature feature) {
        return tls().supports(feature).usable();
    }

    /** A client that believes the authority. */
    final TlsClient.Builder client() {
        return tls().client().trust(PKI.trust()).handshakeTimeout(PATIENCE);
    }

    final TlsClient build(TlsClient.Builder builder) throws TlsException {
        return closing(builder.build());
    }

    /** A server that shows what the authority issued. */
    final TlsServer.Builder server() {
        return tls().server().identity(SERVER).handshakeTimeout(PATIENCE);
    }

    /** An address of this host, of the family under test. */
    final InetAddress address() {
        return subject().family() == StandardProtocolFamily.INET6 ? Addresses.literal("::1") : Addresses.fresh();
    }

    /** A server by the JDK's own TLS that speaks one version. */
    final JdkServer jdkServer(TlsVersion version) throws IOException {
        return closing(JdkServer.on(address(), Pki.context(PKI.trust(), SERVER)).speaking(version));
    }

    final JdkServer jdkServer() throws IOException {
        return jdkServer(TlsVersion.TLS_1_3);
    }

    /** A port at which this server of the provider under test accepts. */
    final Reception reception(TlsServer.Builder server) throws IOException {
        return closing(Reception.on(address(), subject().sockets(), closing(server.build())));
    }

    /** A client by the JDK's own TLS that speaks one version. */
    final JdkClient jdkClient(TlsVersion version) {
        return JdkClient.of(Pki.context(PKI.trust())).speaking(version);
    }

    final JdkClient jdkClient() {
        return jdkClient(TlsVersion.TLS_1_3);
    }

    final TlsDial dial(TlsClient client, InetSocketAddress remote) {
        return client.dial(ConnectRequest.to(remote).timeout(PATIENCE)).serverName(HOST);
    }

    /** Connects over the sockets under test. No read will wait longer than a test may last. */
    final TlsConnection connect(TlsDial dial) throws IOException {
        TlsConnection connection = closing(dial.connect(subject().sockets()));
        connection.readTimeout(PATIENCE);
        return connection;
    }

    final TlsConnection connect(TlsClient client, InetSocketAddress remote) throws IOException {
        return connect(dial(client, remote));
    }

    /** Connects by the JDK's own TLS; in version 1.3 the server may still refuse afterwards. */
    final SSLSocket connect(JdkClient client, InetSocketAddress remote) throws IOException {
        SSLSocket socket = client.over(plain(remote), remote.getPort());
        socket.startHandshake();
        return socket;
    }

    // Closed underneath: the JDK's own close would wait for the peer's close_notify.
    final Socket plain(InetSocketAddress remote) throws IOException {
        Socket socket = closing(new Socket(remote.getAddress(), remote.getPort()));
        socket.setSoTimeout((int) PATIENCE.toMillis());
        return socket;
    }

    /** Both ends by the provider under test: for what only they can compare. */
    final Pair meet(TlsClient client, Reception reception) throws Exception {
        Background<TlsConnection> accepted = reception.next();
        return new Pair(connect(client, reception.address()), closing(accepted.result()));
    }

    /** Asserts that it fails for this reason. */
    static TlsException assertFails(Reason reason, Executable work) {
        TlsException failure = assertThrows(TlsException.class, work);
        assertEquals(reason, failure.reason(), failure::toString);
        return failure;
    }

    /** Asserts that the work in the background fails for this reason. */
    static TlsException assertFailed(Reason reason, Background<?> work) throws InterruptedException {
        TlsException failure = assertInstanceOf(TlsException.class, work.failure(PATIENCE));
        assertEquals(reason, failure.reason(), failure::toString);
        return failure;
    }

    /** The two ends of one connection. */
    record Pair(TlsConnection client, TlsConnection server) {}
}
