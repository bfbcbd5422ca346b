package tfo.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import tfo.api.socket.ConnectRequest;
import tfo.api.socket.FastOpenSockets;
import tfo.api.tls.HandshakeReport.EarlyData;
import tfo.api.tls.TlsClient;
import tfo.api.tls.TlsConnection;
import tfo.api.tls.Trust;

/**
 * A process that makes one request of one byte after the other, each over a connection of its own: {@code RequestRunner ADDRESS PORT
 * REQUESTS}. At a tenth, at half and at the end it prints the requests done, failures, those acknowledged in the SYN, those taken as
 * early data, its descriptors, and its resident memory in KiB after a garbage collection.
 */
final class RequestRunner implements AutoCloseable {
    static final int SAMPLES = 3;
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final FastOpenSockets sockets = Providers.linux();
    private final ConnectRequest request;
    private final TlsClient client;
    private int failed;
    private int acknowledged;
    private int accepted;

    private RequestRunner(InetSocketAddress remote) throws IOException {
        request = ConnectRequest.to(remote);
        client = Providers.gnutls()
                .client()
                .trust(Trust.certificates(Certificate.identity().chain()))
                .build();
    }

    public static void main(String[] args) throws IOException {
        InetSocketAddress remote = new InetSocketAddress(InetAddress.getByName(args[0]), Integer.parseInt(args[1]));
        try (RequestRunner runner = new RequestRunner(remote)) {
            runner.run(Integer.parseInt(args[2]));
        }
    }

    private void run(int requests) throws IOException {
        List<Integer> samples = List.of(requests / 10, requests / 2, requests);
        meet();
        for (int done = 1; done <= requests; done++) {
            count();
            if (samples.contains(done)) {
                System.gc();
                System.out.println(done + " " + counts() + " " + Resident.descriptors() + " " + Resident.kibibytes());
            }
        }
    }

    // A cookie and a session.
    private void meet() throws IOException {
        ask().close();
    }

    private void count() {
        try (TlsConnection connection = ask()) {
            accepted += connection.handshake().earlyData() == EarlyData.ACCEPTED ? 1 : 0;
            acknowledged += connection.underneath().orElseThrow().report().acknowledged() ? 1 : 0;
        } catch (IOException e) {
            failed++;
            System.getLogger("tfo.bench").log(System.Logger.Level.WARNING, "request", e);
        }
    }

    private TlsConnection ask() throws IOException {
        TlsConnection connection = client.dial(request)
                .serverName(Certificate.HOST)
                .timeout(LIMIT)
                .earlyData(ByteBuffer.wrap(new byte[] {'?'}))
                .connect(sockets);
        try {
            connection.readTimeout(LIMIT);
            ByteBuffer answer = ByteBuffer.allocate(2);
            if (connection.read(answer) != 1 || answer.get(0) != '?') {
                throw new IOException("a wrong answer");
            }
            return connection;
        } catch (IOException e) {
            connection.close();
            throw e;
        }
    }

    private String counts() {
        return failed + " " + acknowledged + " " + accepted;
    }

    @Override
    public void close() {
        client.close();
    }
}
