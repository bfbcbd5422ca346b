package tfo.cli.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import tfo.api.tcp.TcpSetting;
import tfo.api.tcp.TcpSystemSettings;

/**
 * A setting that keeps Fast Open from working here.
 *
 * @param client whether clients are kept from it
 * @param server whether listeners are
 * @param problem what the setting does
 * @param assignment what sysctl(8) would have to write
 */
record Obstacle(boolean client, boolean server, String problem, String assignment) {
    private static final long CLIENT = 0x1, SERVER = 0x2, ALWAYS = 2;

    /** All of them, most important first; {@code paused}: the kernel has given it up for a while. */
    static List<Obstacle> of(TcpSystemSettings system, boolean paused) {
        List<Obstacle> obstacles = new ArrayList<>();
        system.get(TcpSetting.TCP_FASTOPEN).flatMap(Obstacle::mask).ifPresent(obstacles::add);
        if (is(ALWAYS, TcpSetting.TCP_SYNCOOKIES, system)) {
            obstacles.add(server(TcpSetting.TCP_SYNCOOKIES, "=2 has listeners drop the data of every SYN", 1));
        }
        if (is(0, TcpSetting.SOMAXCONN, system)) {
            obstacles.add(server(TcpSetting.SOMAXCONN, "=0 leaves listeners no Fast Open queue", 4096));
        }
        if (paused) {
            obstacles.add(paused());
        }
        return List.copyOf(obstacles);
    }

    private static Optional<Obstacle> mask(long mask) {
        boolean client = (mask & CLIENT) == 0;
        boolean server = (mask & SERVER) == 0;
        if (!client && !server) {
            return Optional.empty();
        }
        String whom = (client ? "clients (bit 0x1 is missing)" : "")
                + (client && server ? " and to " : "")
                + (server ? "servers (bit 0x2 is missing)" : "");
        String problem = TcpSetting.TCP_FASTOPEN + "=" + mask + " forbids it to " + whom;
        return Optional.of(
                new Obstacle(client, server, problem, TcpSetting.TCP_FASTOPEN + "=" + (mask | CLIENT | SERVER)));
    }

    private static boolean is(long value, TcpSetting<Long> setting, TcpSystemSettings system) {
        return system.get(setting).filter(now -> now == value).isPresent();
    }

    private static Obstacle server(TcpSetting<Long> setting, String problem, long value) {
        return new Obstacle(false, true, setting + problem, setting + "=" + value);
    }

    // Writing any value ends a pause; zero sees to it that there is no other.
    private static Obstacle paused() {
        TcpSetting<?> setting = TcpSetting.TCP_FASTOPEN_BLACKHOLE_TIMEOUT_SEC;
        String problem = "the kernel has paused it to all peers since it met a path that swallows it (" + setting + ")";
        return new Obstacle(true, false, problem, setting + "=0");
    }

    /** One line that changes all of them, to be typed as root; empty if there are none. */
    static Optional<String> cure(List<Obstacle> obstacles) {
        return obstacles.isEmpty()
                ? Optional.empty()
                : Optional.of(obstacles.stream()
                        .map(Obstacle::assignment)
                        .collect(Collectors.joining(" ", "sysctl -w ", "")));
    }
}
