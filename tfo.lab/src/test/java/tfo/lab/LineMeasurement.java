package tfo.lab;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;

/**
 * Measures the line: the round trip by ICMP echo, one way by the kernel's own time stamps, and bulk. Run inside a private
 * namespace; docs/measurements/laboratory.md says how.
 */
final class LineMeasurement {
    private static final int BLOCK = 1 << 16;

    private LineMeasurement() {}

    public static void main(String[] args) throws IOException {
        System.out.println("java " + Runtime.version());
        for (int millis : new int[] {1, 10, 50, 100}) {
            latency(millis);
        }
        for (int millis : new int[] {1, 10, 50}) {
            bulk(millis);
        }
    }

    private static void latency(int millis) throws IOException {
        try (NetworkLab lab = NetworkLab.open(Duration.ofMillis(millis));
                PacketLog log = lab.packetLog();
                EchoServer server = EchoServer.on(lab.server())) {
            lab.calibrate();
            Calibration echo = lab.calibrate(101);
            for (int i = 0; i < 20; i++) {
                server.ask(lab.peer(), "x");
            }
            long[] ways = log.flows().stream()
                    .flatMap(flow -> flow.timeline().stream())
                    .filter(passage -> passage.arrived().isPresent())
                    .mapToLong(passage ->
                            passage.arrived().get().minus(passage.sent()).toNanos())
                    .toArray();
            Arrays.sort(ways);
            System.out.printf(
                    "rtt %3d ms: echo p50 %.3f p95 %.3f; one way p50 %.3f p95 %.3f (n=%d)%n",
                    millis,
                    echo.p50(),
                    echo.p95(),
                    ways[ways.length / 2] / 1e6,
                    ways[ways.length * 95 / 100] / 1e6,
                    ways.length);
        }
    }

    private static void bulk(int millis) throws IOException {
        try (NetworkLab lab = NetworkLab.open(Duration.ofMillis(millis));
                ServerSocket listener = new ServerSocket(0, 8, lab.server());
                Socket sender = new Socket()) {
            sender.connect(new InetSocketAddress(lab.peer(), listener.getLocalPort()), 5000);
            Thread thread = new Thread(() -> send(sender, Duration.ofSeconds(3)));
            thread.start();
            try (Socket receiver = listener.accept()) {
                long start = System.nanoTime();
                long bytes = receiver.getInputStream().transferTo(OutputStream.nullOutputStream());
                double seconds = (System.nanoTime() - start) / 1e9;
                System.out.printf(
                        "rtt %3d ms: bulk %.1f MiB/s, line overflowed %d of %d%n",
                        millis, bytes / seconds / (1 << 20), lab.overflowed(), lab.carried());
            }
        }
    }

    private static void send(Socket socket, Duration time) {
        byte[] block = new byte[BLOCK];
        long end = System.nanoTime() + time.toNanos();
        try (socket) {
            while (System.nanoTime() < end) {
                socket.getOutputStream().write(block);
            }
        } catch (IOException e) {
            System.out.println("sender: " + e);
        }
    }
}
