package tfo.cli.demo;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import tfo.cli.core.Failure;
import tfo.lab.NetworkLab;
import tfo.lab.PacketLog;

/** A line, what logs its packets, and the site at its far end. For one thread. */
final class Course implements Closeable {
    private static final int ECHOES = 21;

    private final NetworkLab lab;
    private final PacketLog log;
    private final Site site;

    private Course(NetworkLab lab, PacketLog log, Site site) {
        this.lab = lab;
        this.log = log;
        this.site = site;
    }

    static Course open(Duration rtt, DemoServer server, Stacks stacks, Credential credential)
            throws IOException, Failure {
        NetworkLab lab = NetworkLab.open(rtt);
        try {
            PacketLog log = lab.packetLog();
            try {
                return new Course(lab, log, server.open(stacks, credential, lab.server()));
            } catch (IOException | Failure | RuntimeException e) {
                log.close();
                throw e;
            }
        } catch (IOException | Failure | RuntimeException e) {
            lab.close();
            throw e;
        }
    }

    /** The median round trip of the line in milliseconds, measured now. */
    double rtt() throws IOException {
        return lab.calibrate(ECHOES).p50();
    }

    /** From now on the site has an address of which there is no cookie. */
    void moveAway() {
        lab.forgetCookies();
    }

    /** Takes one of the ways once. */
    Attempt attempt(Lane lane) throws IOException {
        log.clear();
        Stopwatch watch = new Stopwatch(log);
        Run run = lane.run(
                new Place(
                        new InetSocketAddress(lab.peer(), site.plainPort()),
                        new InetSocketAddress(lab.peer(), site.securePort())),
                watch);
        return new Attempt(
                watch.millis(), run, watch.flow(), log.flow(watch.flow().clientPort()));
    }

    @Override
    public void close() throws IOException {
        try (lab;
                log) {
            site.close();
        }
    }
}
