package tfo.cli.doctor;

import java.util.Optional;
import tfo.api.tcp.FastOpenSettings;

/** The command that allows what net.ipv4.tcp_fastopen forbids. */
final class Cure {
    private static final int CLIENT_AND_SERVER = 0x3;

    private Cure() {}

    /** The line to type as root; empty if clients and servers are allowed Fast Open already. */
    static Optional<String> of(FastOpenSettings settings) {
        int wanted = settings.rawMask() | CLIENT_AND_SERVER;
        return wanted == settings.rawMask()
                ? Optional.empty()
                : Optional.of("sysctl -w net.ipv4.tcp_fastopen=" + wanted);
    }
}
