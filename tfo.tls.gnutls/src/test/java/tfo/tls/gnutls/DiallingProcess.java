package tfo.tls.gnutls;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import tfo.api.tls.TlsClient;
import tfo.api.tls.TlsConnection;
import tfo.api.tls.Trust;
import tfo.linux.LinuxSockets;

/** A process that connects to a {@link Town} and says of each connection whether it was resumed, and if not, why. */
final class DiallingProcess {
    private DiallingProcess() {}

    /**
     * What starts it.
     *
     * @param sessions the directory of its sessions
     * @param authority whom it trusts, in PEM
     * @param count how often it connects
     */
    static List<String> command(Path sessions, Path authority, int port, int count) {
        return List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                DiallingProcess.class.getName(),
                sessions.toString(),
                authority.toString(),
                Integer.toString(port),
                Integer.toString(count));
    }

    /** Arguments as in {@link #command}. */
    public static void main(String[] args) throws IOException {
        GnuTlsService tls = new GnuTlsService();
        LinuxSockets sockets = new LinuxSockets();
        try (TlsClient client = tls.client()
                .trust(Trust.pem(Path.of(args[1])))
                .sessions(tls.sessionDirectory(Path.of(args[0])))
                .build()) {
            for (int i = 0; i < Integer.parseInt(args[3]); i++) {
                try (TlsConnection connection =
                        client.dial(Town.request(Integer.parseInt(args[2]))).connect(sockets)) {
                    Town.talk(connection);
                    boolean resumed = connection.handshake().resumed();
                    System.out.println(
                            resumed
                                    ? "resumed"
                                    : "full: " + connection.handshake().reason());
                }
            }
        }
    }
}
