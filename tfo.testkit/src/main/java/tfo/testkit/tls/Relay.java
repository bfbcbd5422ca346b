package tfo.testkit.tls;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Stands between a client and a server, and does something to the bytes. */
final class Relay implements Closeable {
    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final InetSocketAddress server;
    private final Middle toServer;
    private final Middle toClient;

    Relay(InetSocketAddress server, Middle toServer, Middle toClient) throws IOException {
        this.server = server;
        this.toServer = toServer;
        this.toClient = toClient;
        start(this::accept);
    }

    InetSocketAddress address() {
        return (InetSocketAddress) listener.getLocalSocketAddress();
    }

    private void accept() throws IOException {
        Socket client = listener.accept();
        sockets.add(client);
        Socket onward = new Socket(server.getAddress(), server.getPort());
        sockets.add(onward);
        client.setTcpNoDelay(true);
        onward.setTcpNoDelay(true);
        start(() -> toServer.pump(client.getInputStream(), onward));
        start(() -> toClient.pump(onward.getInputStream(), client));
    }

    private static void start(Work work) {
        Thread thread = new Thread(() -> work.runQuietly(), "relay");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        hangUp();
    }

    /** Ends it on both sides. */
    void hangUp() throws IOException {
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    /** What happens to the bytes of one direction. */
    interface Middle {
        void pump(InputStream from, Socket to) throws IOException;

        /** Nothing. */
        static Middle faithful() {
            return (from, to) -> {
                from.transferTo(to.getOutputStream());
                to.shutdownOutput();
            };
        }

        /** They end after so many, by FIN or by RST; what comes later is read and lost. */
        static Middle ending(int limit, boolean reset) {
            return (from, to) -> {
                to.getOutputStream().write(from.readNBytes(limit));
                if (reset) {
                    to.setSoLinger(true, 0);
                    to.close();
                } else {
                    to.shutdownOutput();
                }
                from.transferTo(OutputStream.nullOutputStream());
            };
        }
    }

    private interface Work {
        void run() throws IOException;

        default void runQuietly() {
            try {
                run();
            } catch (IOException e) {
                // One side hung up; what the other saw of it is asserted there.
            }
        }
    }
}
