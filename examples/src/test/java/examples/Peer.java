package examples;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A server that hears words up to an end known to both, says its own, and closes. In a private namespace it takes data in the SYN. */
public final class Peer implements AutoCloseable {
    private final ServerSocket listener;
    private final String end;
    private final String answer;
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

    /** A peer that answers this, after it heard something that ends like that. */
    public Peer(String end, String answer) throws IOException {
        this.end = end;
        this.answer = answer;
        this.listener = new ServerSocket(0, 128, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(this::run, "peer");
        thread.setDaemon(true);
        thread.start();
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return (InetSocketAddress) listener.getLocalSocketAddress();
    }

    /** What it heard on the next connection. */
    public String heard() throws InterruptedException {
        String words = heard.poll(60, TimeUnit.SECONDS);
        if (words == null) {
            throw new AssertionError("the peer heard nothing for a minute");
        }
        return words;
    }

    private void run() {
        while (!listener.isClosed()) {
            try (Socket socket = listener.accept()) {
                heard.add(hear(socket.getInputStream()));
                socket.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                // The end, or a client that went away: its test will tell.
            }
        }
    }

    private String hear(InputStream input) throws IOException {
        ByteArrayOutputStream words = new ByteArrayOutputStream();
        for (int b = 0; b >= 0 && !words.toString(StandardCharsets.UTF_8).endsWith(end); ) {
            b = input.read();
            if (b >= 0) {
                words.write(b);
            }
        }
        return words.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
