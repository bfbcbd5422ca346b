package tfo.cli.doctor;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import tfo.api.socket.AvoidedPath;
import tfo.api.socket.FastOpenSockets;
import tfo.api.tcp.FastOpenSettings;
import tfo.api.tcp.TcpCounters;
import tfo.api.tcp.TcpSystemSettings;
import tfo.cli.core.Catalogue;

/**
 * What {@link Doctor} found.
 *
 * @param machine what it runs on
 * @param catalogue the providers of sockets
 * @param tls the providers of TLS, best first
 * @param broken providers of either that could not even be made, in words
 * @param settings what the kernel allows; empty if that cannot be read, or the kernel has no Fast Open
 * @param system the system's settings for TCP
 * @param counters the kernel's totals after the self-test
 * @param avoided addresses that are connected to without Fast Open for a while
 * @param selfTest the test on loopback, here
 * @param elsewhere the same test in a private namespace where everything is allowed; empty if it was not needed or not possible
 */
public record Diagnosis(
        Machine machine,
        Catalogue<FastOpenSockets> catalogue,
        List<TlsState> tls,
        List<String> broken,
        Optional<FastOpenSettings> settings,
        TcpSystemSettings system,
        TcpCounters counters,
        List<AvoidedPath> avoided,
        SelfTestReport selfTest,
        Optional<SelfTestReport> elsewhere) {

    /** Whether Fast Open works on this machine as it is set up now, for clients and for servers. */
    public boolean works() {
        return selfTest.works();
    }

    /**
     * Whether Fast Open works for clients: where listeners are forbidden it, as the kernel's default has it, that cannot be tried
     * here, but in a private namespace.
     */
    public boolean clientsWork() {
        return works()
                || (onlyServersForbidden()
                        && elsewhere.map(SelfTestReport::works).orElse(false));
    }

    private boolean onlyServersForbidden() {
        List<Obstacle> obstacles = obstacles();
        return !obstacles.isEmpty() && obstacles.stream().noneMatch(Obstacle::client);
    }

    /** The settings that keep it from working; none where it works, or where no setting is to blame. */
    List<Obstacle> obstacles() {
        return works() ? List.of() : Obstacle.of(system, paused());
    }

    // The kernel counts each time that it gives Fast Open up for a while, and then sends no data although it may.
    boolean paused() {
        return settings.map(FastOpenSettings::client).orElse(false)
                && !selfTest.tried()
                && counters.fastOpen().blackhole() > 0;
    }

    /** The verdict in one sentence, with what to do about it. */
    public String verdict() {
        if (works()) {
            return "Fast Open works here: " + selfTest.words() + ".";
        }
        if (clientsWork()) {
            return "Fast Open works here for clients; " + because() + ".";
        }
        return "Fast Open does not work here because " + because() + ".";
    }

    private String because() {
        return obstacles().isEmpty()
                ? selfTest.words()
                : obstacles().stream().map(Obstacle::problem).collect(Collectors.joining("; "));
    }

    Optional<String> cure() {
        return Obstacle.cure(obstacles());
    }
}
