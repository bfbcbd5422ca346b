package tfo.cli.command;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import tfo.api.socket.FastOpenKeyRing;
import tfo.cli.serve.Entrance;
import tfo.cli.serve.SecretFile;

/** Which keys the Fast Open cookies of {@code serve} are made with. */
final class KeyRingOptions {
    private static final Duration SHORTEST = Duration.ofSeconds(1), USUAL = Duration.ofDays(1);

    @Option(
            names = "--fast-open-key-ring",
            paramLabel = "FILE",
            description =
                    "Share cookies with other servers through the 32 secret bytes in this file, which is made if it is not "
                            + "there: their keys come from it and the time. By default cookies are made with the system's key.")
    private Optional<Path> secret = Optional.empty();

    @Option(
            names = "--fast-open-key-period",
            paramLabel = "DURATION",
            description = "Make cookies with one key of the ring for so long, on all servers alike (default: PT24H).")
    private Optional<Duration> period = Optional.empty();

    /** Complains about what contradicts itself. */
    void check(CommandSpec spec) {
        if (period.isPresent() && secret.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "--fast-open-key-period is for --fast-open-key-ring only");
        }
        if (period.orElse(USUAL).compareTo(SHORTEST) < 0) {
            throw new ParameterException(spec.commandLine(), "a key period is a second at least: " + period.get());
        }
    }

    /** The entrance with the keys that were asked for, which a thread renews until it is closed. */
    Entrance at(Entrance entrance) throws IOException {
        return secret.isEmpty() ? entrance : entrance.with(ring(secret.get()).start());
    }

    private FastOpenKeyRing ring(Path file) throws IOException {
        byte[] bytes = SecretFile.KEY_RING.read(file);
        try {
            return FastOpenKeyRing.of(bytes, period.orElse(USUAL));
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }
}
