package tfo.cli.doctor;

import java.util.Optional;
import java.util.stream.Stream;
import tfo.api.socket.FastOpenSockets;
import tfo.api.tcp.FastOpenSettings;
import tfo.api.tcp.TcpSetting;
import tfo.api.tcp.TcpSystemSettings;
import tfo.api.tls.TlsService;
import tfo.cli.core.Catalogue;
import tfo.cli.core.Failure;

/** Finds out what works on this machine. */
public final class Doctor {
    private final Catalogue<FastOpenSockets> catalogue;
    private final Catalogue<TlsService> tls;
    private final Elsewhere elsewhere;

    /** Examines these providers; the best sockets are put to the test. */
    public Doctor(Catalogue<FastOpenSockets> catalogue, Catalogue<TlsService> tls, Elsewhere elsewhere) {
        this.catalogue = catalogue;
        this.tls = tls;
        this.elsewhere = elsewhere;
    }

    /**
     * Examines everything. Takes well under a second; sends packets over loopback only.
     *
     * @throws Failure if there is no provider to examine with
     */
    public Diagnosis examine() throws Failure {
        FastOpenSockets sockets = catalogue.service(Optional.empty());
        SelfTestReport here = new SelfTest(sockets).run();
        Optional<SelfTestReport> there = here.works() ? Optional.empty() : elsewhere.selfTest();
        TcpSystemSettings system = sockets.systemSettings();
        return new Diagnosis(
                Machine.here(),
                catalogue,
                tls.providers().stream()
                        .map(provider -> TlsState.of(provider, tls))
                        .toList(),
                Stream.concat(catalogue.broken().stream(), tls.broken().stream())
                        .toList(),
                settings(sockets, system),
                system,
                sockets.tcpCounters(),
                sockets.avoidedPaths(),
                here,
                there);
    }

    // Settings that nobody read look like settings that forbid everything.
    private static Optional<FastOpenSettings> settings(FastOpenSockets sockets, TcpSystemSettings system) {
        return system.get(TcpSetting.TCP_FASTOPEN).map(known -> sockets.settings());
    }

    /** Sends data in a SYN over loopback and tells what became of it. */
    public static SelfTestReport selfTest(FastOpenSockets sockets) {
        return new SelfTest(sockets).run();
    }
}
