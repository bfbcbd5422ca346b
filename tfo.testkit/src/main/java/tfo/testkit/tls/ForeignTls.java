package tfo.testkit.tls;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import tfo.lab.foreign.ForeignServer;
import tfo.lab.foreign.Nginx;

/** TLS servers that others wrote, each started with a folder of its own and a certificate from files. */
public final class ForeignTls {
    private ForeignTls() {}

    /**
     * An nginx that takes data in the SYN.
     *
     * @param parent in which it gets a folder
     * @param settings more of the block {@code http} of its configuration
     * @param server what is to stand in its one block {@code server}
     */
    public static ForeignServer nginx(Path parent, InetSocketAddress at, PemFiles pem, String settings, String server)
            throws IOException {
        Nginx nginx = Nginx.find().orElseThrow(() -> new IOException("nginx is not installed"));
        String http = """
                ssl_certificate %s;
                ssl_certificate_key %s;
                %s
                server { listen %s ssl fastopen=256; %s }
                """.formatted(pem.certificate(), pem.key(), settings, Nginx.listen(at), server);
        return nginx.start(Files.createTempDirectory(parent, "nginx"), at, http);
    }

    /** OpenSSL's s_server with these options more. */
    public static ForeignServer openssl(Path parent, InetSocketAddress at, PemFiles pem, String... options)
            throws IOException {
        List<String> command = List.of(
                "openssl",
                "s_server",
                "-accept",
                at.getAddress().getHostAddress() + ":" + at.getPort(),
                "-cert",
                pem.certificate().toString(),
                "-key",
                pem.key().toString());
        return start(parent, at, command, options);
    }

    /** GnuTLS's gnutls-serv with these options more; it listens on every address. */
    public static ForeignServer gnutls(Path parent, InetSocketAddress at, PemFiles pem, String... options)
            throws IOException {
        List<String> command = List.of(
                "gnutls-serv",
                "--port",
                Integer.toString(at.getPort()),
                "--x509certfile",
                pem.certificate().toString(),
                "--x509keyfile",
                pem.key().toString());
        return start(parent, at, command, options);
    }

    private static ForeignServer start(Path parent, InetSocketAddress at, List<String> command, String... options)
            throws IOException {
        Path folder = Files.createTempDirectory(parent, command.get(0));
        return ForeignServer.start(
                folder, at, Stream.concat(command.stream(), Stream.of(options)).toList());
    }
}
