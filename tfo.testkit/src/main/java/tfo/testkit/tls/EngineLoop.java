package tfo.testkit.tls;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import tfo.api.tls.TlsEngine;

/** Moves the bytes of an engine to and from a socket, in pieces of one size. */
record EngineLoop(TlsEngine engine, Socket socket, int piece) {

    void handshake() throws IOException {
        send();
        while (engine.handshake().isEmpty()) {
            receive();
            send();
        }
    }

    void say(String text) throws IOException {
        write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    void write(ByteBuffer plain) throws IOException {
        while (plain.hasRemaining()) {
            engine.write(plain);
            send();
        }
    }

    /** Reads so many bytes, or what there is before the end. */
    String hear(int length) throws IOException {
        ByteBuffer plain = ByteBuffer.allocate(length);
        while (plain.hasRemaining() && read(plain) >= 0) {
            // On to the end, or to the last byte.
        }
        return new String(plain.array(), 0, plain.position(), StandardCharsets.UTF_8);
    }

    /** Reads some bytes, as soon as there are any; -1 at the end. */
    int read(ByteBuffer plain) throws IOException {
        while (true) {
            int n = engine.read(plain);
            if (n != 0) {
                return n;
            }
            send();
            receive();
        }
    }

    void send() throws IOException {
        ByteBuffer network = ByteBuffer.allocate(piece);
        while (engine.wantsToSend()) {
            int n = engine.send(network.clear());
            assertTrue(n == network.position() && n > 0, () -> "wants to send, but gives " + n);
            socket.getOutputStream().write(network.array(), 0, n);
        }
    }

    void receive() throws IOException {
        ByteBuffer network = ByteBuffer.allocate(piece);
        int n = socket.getInputStream().read(network.array());
        if (n < 0) {
            engine.receiveEnd();
            return;
        }
        network.limit(n);
        while (network.hasRemaining()) {
            engine.receive(network);
        }
    }
}
