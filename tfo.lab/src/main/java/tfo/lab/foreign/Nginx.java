package tfo.lab.foreign;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The system's nginx, which takes data in the SYN and early data.
 *
 * @param program where it is
 */
public record Nginx(Path program) {
    private static final String FRAME = "nginx.conf";

    /** The one on the search path, or where Debian puts it, which is not on everybody's; empty if it is not installed. */
    public static Optional<Nginx> find() {
        String path = System.getenv().getOrDefault("PATH", "");
        return in(Stream.concat(Stream.of(path.split(File.pathSeparator, -1)), Stream.of("/usr/sbin"))
                .filter(place -> !place.isEmpty())
                .map(Path::of)
                .toList());
    }

    /** The one in the first of these folders that has it. */
    public static Optional<Nginx> in(List<Path> folders) {
        return folders.stream()
                .map(folder -> folder.resolve("nginx"))
                .filter(Files::isExecutable)
                .findFirst()
                .map(Nginx::new);
    }

    /**
     * Starts it as one process that writes nothing outside its folder.
     *
     * @param folder its own
     * @param address where one of its servers is told to listen, the last of them
     * @param http what is to stand in the block {@code http} of its configuration; the default is to log no access
     * @throws IOException if it does not start: with what it wrote
     */
    public ForeignServer start(Path folder, InetSocketAddress address, String http) throws IOException {
        Path configuration = Files.writeString(
                folder.resolve(FRAME),
                frame().replace("{{folder}}", folder.toString()).replace("{{http}}", http));
        return ForeignServer.start(
                folder, address, List.of(program.toString(), "-p", folder.toString(), "-c", configuration.toString()));
    }

    private static String frame() throws IOException {
        try (InputStream in = Objects.requireNonNull(Nginx.class.getResourceAsStream(FRAME), FRAME)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** An address as its directive {@code listen} wants it: of version 6 in brackets, without a scope. */
    public static String listen(InetSocketAddress address) {
        InetAddress ip = address.getAddress();
        String host = ip.getHostAddress().replaceFirst("%.*", "");
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
    }
}
