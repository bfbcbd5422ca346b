package tfo.tls.gnutls;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Stands before a server and notes the ticket that every ClientHello shows (RFC 8446 section 4.2.11). */
final class TicketWatch implements Closeable {
    private static final int PRE_SHARED_KEY = 41;

    private final ServerSocket listener = new ServerSocket(0, 512, InetAddress.getLoopbackAddress());
    private final List<String> tickets = new CopyOnWriteArrayList<>();
    private final int server;

    TicketWatch(int server) throws IOException {
        this.server = server;
        start(this::acceptUntilClosed);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** All that were shown, in hexadecimal digits. */
    List<String> tickets() {
        return List.copyOf(tickets);
    }

    /** How many different ones there were. */
    int distinct() {
        return new HashSet<>(tickets).size();
    }

    private void acceptUntilClosed() throws IOException {
        while (!listener.isClosed()) {
            Socket client = listener.accept();
            start(() -> relay(client));
        }
    }

    private void relay(Socket client) throws IOException {
        try (client;
                Socket onward = new Socket(InetAddress.getLoopbackAddress(), server)) {
            client.setTcpNoDelay(true);
            onward.setTcpNoDelay(true);
            start(() -> pump(onward.getInputStream(), client));
            byte[] header = client.getInputStream().readNBytes(5);
            byte[] hello =
                    client.getInputStream().readNBytes(ByteBuffer.wrap(header).getShort(3));
            ticket(ByteBuffer.wrap(hello)).ifPresent(tickets::add);
            ByteBuffer record =
                    ByteBuffer.allocate(5 + hello.length).put(header).put(hello);
            onward.getOutputStream().write(record.array());
            pump(client.getInputStream(), onward);
        }
    }

    private static void pump(InputStream from, Socket to) throws IOException {
        from.transferTo(to.getOutputStream());
        to.shutdownOutput();
    }

    /** The first identity of the extension, if there is one. */
    static Optional<String> ticket(ByteBuffer hello) {
        // Type and length, version, random; session id, cipher suites, compression methods; length of the extensions.
        hello.position(4 + 2 + 32);
        skip(hello, hello.get() & 0xFF);
        skip(hello, hello.getShort() & 0xFFFF);
        skip(hello, hello.get() & 0xFF);
        skip(hello, 2);
        while (hello.hasRemaining()) {
            int type = hello.getShort() & 0xFFFF;
            int length = hello.getShort() & 0xFFFF;
            if (type == PRE_SHARED_KEY) {
                skip(hello, 2);
                byte[] identity = new byte[hello.getShort() & 0xFFFF];
                hello.get(identity);
                return Optional.of(HexFormat.of().formatHex(identity));
            }
            skip(hello, length);
        }
        return Optional.empty();
    }

    private static void skip(ByteBuffer bytes, int length) {
        bytes.position(bytes.position() + length);
    }

    private static void start(Work work) {
        Thread thread = new Thread(work::runQuietly, "ticket watch");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }

    private interface Work {
        void run() throws IOException;

        default void runQuietly() {
            try {
                run();
            } catch (IOException e) {
                // One side hung up.
            }
        }
    }
}
