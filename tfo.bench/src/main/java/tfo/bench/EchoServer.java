package tfo.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/**
 * A process that sends back what it gets: {@code EchoServer ADDRESS}. It prints its port, and ends with its standard input. In a
 * private namespace every listener takes data in the SYN.
 */
final class EchoServer {
    private static final int BACKLOG = 4096;

    private final Selector selector;
    private final ServerSocketChannel listener;
    private final ByteBuffer bytes = ByteBuffer.allocateDirect(64 * 1024);

    private EchoServer(Selector selector, ServerSocketChannel listener) {
        this.selector = selector;
        this.listener = listener;
    }

    public static void main(String[] args) throws IOException {
        ServerSocketChannel listener = ServerSocketChannel.open();
        listener.bind(new InetSocketAddress(args[0], 0), BACKLOG).configureBlocking(false);
        Selector selector = Selector.open();
        listener.register(selector, SelectionKey.OP_ACCEPT);
        endWithStandardInput();
        System.out.println(listener.socket().getLocalPort());
        new EchoServer(selector, listener).serve();
    }

    static void endWithStandardInput() {
        Thread end = new Thread(() -> {
            try {
                while (System.in.read() >= 0) {}
            } catch (IOException e) {
                // That is an end, too.
            }
            Runtime.getRuntime().halt(0);
        });
        end.setDaemon(true);
        end.start();
    }

    private void serve() throws IOException {
        while (true) {
            selector.select(key -> {
                if (key.isAcceptable()) {
                    acceptAll();
                } else {
                    echo((SocketChannel) key.channel());
                }
            });
        }
    }

    private void acceptAll() {
        try {
            for (SocketChannel peer = listener.accept(); peer != null; peer = listener.accept()) {
                peer.configureBlocking(false);
                // What came with the SYN is here already.
                if (echo(peer)) {
                    peer.register(selector, SelectionKey.OP_READ);
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Sends back what is there, and closes after the peer did; whether the connection is still open. */
    private boolean echo(SocketChannel peer) {
        try {
            int length = peer.read(bytes.clear());
            bytes.flip();
            while (bytes.hasRemaining()) {
                peer.write(bytes);
            }
            if (length < 0) {
                peer.close();
            }
        } catch (IOException e) {
            // A reset: the client has had enough.
            close(peer);
        }
        return peer.isOpen();
    }

    private static void close(SocketChannel peer) {
        try {
            peer.close();
        } catch (IOException e) {
            // Nobody is there to be told.
        }
    }
}
