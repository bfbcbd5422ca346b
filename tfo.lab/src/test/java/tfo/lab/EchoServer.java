package tfo.lab;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Sends back what it gets, one connection after the other, and closes after the client does. */
final class EchoServer implements AutoCloseable {
    private final ServerSocket listener;

    private EchoServer(ServerSocket listener) {
        this.listener = listener;
    }

    static EchoServer on(InetAddress address) throws IOException {
        EchoServer server = new EchoServer(new ServerSocket(0, 64, address));
        Thread thread = new Thread(server::serve, "echo");
        thread.setDaemon(true);
        thread.start();
        return server;
    }

    private void serve() {
        while (!listener.isClosed()) {
            try (Socket socket = listener.accept()) {
                socket.getInputStream().transferTo(socket.getOutputStream());
            } catch (IOException e) {
                // The client's end; the test sees its own.
            }
        }
    }

    int port() {
        return listener.getLocalPort();
    }

    /** Asks by plain TCP, checks the answer, and returns the client's port. */
    int ask(InetAddress peer, String question) throws IOException {
        try (Socket socket = new Socket()) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(10_000);
            socket.connect(new InetSocketAddress(peer, port()), 10_000);
            byte[] bytes = question.getBytes(StandardCharsets.UTF_8);
            socket.getOutputStream().write(bytes);
            String answer = new String(socket.getInputStream().readNBytes(bytes.length), StandardCharsets.UTF_8);
            if (!answer.equals(question)) {
                throw new IOException("asked " + question + ", got " + answer);
            }
            return socket.getLocalPort();
        }
    }

    /** Asks with Fast Open from the server's own address, and returns the client's port. */
    int askInSyn(InetAddress peer, String question) throws IOException {
        try (FastOpenSocket socket = FastOpenSocket.to(listener.getInetAddress(), peer, port())) {
            String answer = socket.ask(question);
            if (!answer.equals(question)) {
                throw new IOException("asked " + question + ", got " + answer);
            }
            return socket.port();
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
