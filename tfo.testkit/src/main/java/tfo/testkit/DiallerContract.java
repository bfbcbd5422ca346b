package tfo.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import tfo.api.socket.ConnectRequest;
import tfo.testkit.peer.Payload;

/** What holds for channels and for sockets alike. */
abstract class DiallerContract extends ProviderContract {
    static final int FLIGHT = 300;

    final Dialler dialler() {
        return subject().dialler();
    }

    /** Connects with a first flight of 300 bytes, and gives up after 20 s. */
    final Link dial(InetSocketAddress peer) throws IOException {
        return dialler().dial(request(peer));
    }

    static ConnectRequest request(InetSocketAddress peer) {
        return ConnectRequest.to(peer).firstFlight(flight()).timeout(Duration.ofSeconds(20));
    }

    static ByteBuffer flight() {
        return ByteBuffer.wrap(Payload.bytes(FLIGHT, 1));
    }

    /** Reads what an echo sends back of the first flight, and checks it. */
    static void assertEchoed(Link link) throws IOException {
        assertArrayEquals(Payload.bytes(FLIGHT, 1), link.in().readNBytes(FLIGHT), "the echo of the first flight");
    }
}
