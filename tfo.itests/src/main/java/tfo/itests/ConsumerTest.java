package tfo.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.test.common.annotation.InjectBundleContext;
import org.osgi.test.common.annotation.InjectService;
import org.osgi.test.common.service.ServiceAware;
import tfo.api.socket.FastOpenConnection;

/** Consumers get the provider that is there, without being made anew for it. */
@InFramework
class ConsumerTest {

    @Test
    void aGreedyComponentKeepsItsIdentityWhileItsProviderChanges(
            @InjectBundleContext BundleContext context, @InjectService ServiceAware<Dialer> dialers) throws Exception {
        Dialer before = dialers.getService();
        Bundle linux = new Bundles(context).named("tfo.linux");
        try {
            linux.stop();

            assertEquals("fallback", before.sockets().name());
        } finally {
            linux.start();
        }
        assertEquals("linux", before.sockets().name());
        assertSame(before, dialers.getService());
    }

    @Test
    void aComponentThatInsistsOnOneProviderComesAndGoesWithIt(
            @InjectBundleContext BundleContext context, @InjectService ServiceAware<LinuxOnly> insisting)
            throws Exception {
        Bundle linux = new Bundles(context).named("tfo.linux");
        assertTrue(insisting.getService().counters().passive() >= 0);
        try {
            linux.stop();

            assertEquals(0, insisting.size());
        } finally {
            linux.start();
        }
        assertEquals(1, insisting.size());
    }

    @Test
    void aTrackerGivesTheBestProviderThereIs(@InjectBundleContext BundleContext context) throws Exception {
        Bundle linux = new Bundles(context).named("tfo.linux");
        try (ServerSocketChannel peer = loopback();
                TrackingConsumer consumer = new TrackingConsumer(context)) {
            assertNative(true, consumer, peer);
            try {
                linux.stop();

                assertNative(false, consumer, peer);
            } finally {
                linux.start();
            }
            assertNative(true, consumer, peer);
        }
    }

    @Test
    void withoutAnyProviderATrackerSaysWhatToInstall(@InjectBundleContext BundleContext context) throws Exception {
        Bundle linux = new Bundles(context).named("tfo.linux");
        Bundle fallback = new Bundles(context).named("tfo.fallback");
        try (ServerSocketChannel peer = loopback();
                TrackingConsumer consumer = new TrackingConsumer(context)) {
            linux.stop();
            fallback.stop();

            IOException e = assertThrows(IOException.class, () -> dial(consumer, peer));

            assertTrue(e.toString().contains("tfo.fallback"), e::toString);
        } finally {
            fallback.start();
            linux.start();
        }
    }

    private static void assertNative(boolean expected, TrackingConsumer consumer, ServerSocketChannel peer)
            throws IOException {
        try (FastOpenConnection connection = dial(consumer, peer)) {
            assertEquals(expected, connection.tcpInfo().isPresent());
        }
    }

    private static FastOpenConnection dial(TrackingConsumer consumer, ServerSocketChannel peer) throws IOException {
        InetSocketAddress address = (InetSocketAddress) peer.getLocalAddress();
        return consumer.dial(address, StandardCharsets.US_ASCII.encode("hello"));
    }

    private static ServerSocketChannel loopback() throws IOException {
        return ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }
}
