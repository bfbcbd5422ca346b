package tfo.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.test.common.annotation.InjectBundleContext;
import org.osgi.test.common.annotation.InjectService;
import tfo.api.socket.FastOpenConnection;
import tfo.api.socket.FastOpenListener;
import tfo.api.socket.FastOpenReport;
import tfo.api.socket.FastOpenSockets;
import tfo.api.socket.ListenRequest;

/** What the native provider does inside a framework, and what becomes of it when the bundle stops. */
@InFramework
@Timeout(180)
class NativeConnectTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final FastOpenReport IN_THE_SYN = new FastOpenReport(FastOpenReport.Outcome.ACKNOWLEDGED, "", 5, 5);

    @Test
    void theSecondFirstFlightIsAcknowledgedWithTheSynAck(
            @InjectBundleContext BundleContext context, @InjectService Dialer dialer) throws Exception {
        FastOpenSockets linux = new Providers(context).named("linux");
        try (FastOpenListener listener = linux.listen(anyPort())) {
            fetchTheCookie(dialer, listener);

            try (FastOpenConnection client = dialer.dial(listener.localAddress(), bytes("hello"));
                    FastOpenConnection server = listener.accept(PATIENCE)) {
                assertEquals("hello", read(server.channel(), 5));
                assertEquals(IN_THE_SYN, client.report());
                assertEquals(
                        FastOpenReport.Outcome.ACKNOWLEDGED, server.report().outcome());
            }
        }
    }

    @Test
    void plainSocketsPutTheirFirstWriteIntoTheSyn(
            @InjectBundleContext BundleContext context, @InjectService Dialer dialer) throws Exception {
        FastOpenSockets linux = new Providers(context).named("linux");
        try (FastOpenListener listener = linux.listen(anyPort())) {
            fetchTheCookie(dialer, listener);

            try (Socket client = linux.socketFactory().createSocket()) {
                client.connect(listener.localAddress());
                client.getOutputStream().write("hello".getBytes(StandardCharsets.US_ASCII));
                try (FastOpenConnection server = listener.accept(PATIENCE)) {
                    assertEquals("hello", read(server.channel(), 5));
                    assertEquals(IN_THE_SYN, linux.report(client));
                }
            }
        }
    }

    @Test
    void connectionsAndListenersOutliveTheStopOfTheirBundle(
            @InjectBundleContext BundleContext context, @InjectService Dialer dialer) throws Exception {
        Bundle bundle = new Bundles(context).named("tfo.linux");
        FastOpenSockets linux = new Providers(context).named("linux");
        try (FastOpenListener listener = linux.listen(anyPort())) {
            fetchTheCookie(dialer, listener);
            try (FastOpenConnection client = dialer.dial(listener.localAddress(), bytes("hello"));
                    FastOpenConnection server = listener.accept(PATIENCE)) {
                bundle.stop();

                server.channel().write(bytes("world"));
                assertEquals("hello", read(server.channel(), 5));
                assertEquals("world", read(client.channel(), 5));
                assertEquals(IN_THE_SYN, client.report());
                assertServedByTheFallback(dialer, listener);
            } finally {
                bundle.start();
            }
        }
    }

    private static void assertServedByTheFallback(Dialer dialer, FastOpenListener listener) throws IOException {
        assertEquals("fallback", dialer.sockets().name());
        try (FastOpenConnection client = dialer.dial(listener.localAddress(), bytes("again"));
                FastOpenConnection server = listener.accept(PATIENCE)) {
            assertEquals("again", read(server.channel(), 5));
            assertEquals(FastOpenReport.Outcome.NOT_TRIED, client.report().outcome());
        }
    }

    private static void fetchTheCookie(Dialer dialer, FastOpenListener listener) throws IOException {
        try (FastOpenConnection client = dialer.dial(listener.localAddress(), bytes("first"));
                FastOpenConnection server = listener.accept(PATIENCE)) {
            assertEquals("first", read(server.channel(), 5));
            assertEquals(5, client.report().offered());
        }
    }

    private static ListenRequest anyPort() {
        return ListenRequest.on(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    private static ByteBuffer bytes(String text) {
        return StandardCharsets.US_ASCII.encode(text);
    }

    private static String read(SocketChannel from, int count) throws IOException {
        ByteBuffer heard = ByteBuffer.allocate(count);
        while (heard.hasRemaining() && from.read(heard) >= 0) {}
        return StandardCharsets.US_ASCII.decode(heard.flip()).toString();
    }
}
