package tfo.testkit;

import static tfo.testkit.FlightMutants.returning;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import tfo.api.Availability;
import tfo.api.socket.ConnectRequest;
import tfo.api.socket.FastOpenConnection;
import tfo.api.socket.FastOpenListener;
import tfo.api.socket.FastOpenSockets;
import tfo.api.socket.ListenRequest;
import tfo.api.tcp.TcpCounters;
import tfo.api.tcp.TcpInfo;
import tfo.api.tcp.TcpSystemSettings;

/** Providers that tell of the kernel what is not so, or do not give it the keys they were given. */
final class KernelViewMutants {
    private KernelViewMutants() {}

    static Stream<Mutant> all() {
        return Stream.of(
                Mutant.channel("counts nothing", "countersGrowByWhatHappened", CountsNothing::new)
                        .withFastOpen(),
                Mutant.channel(
                                "reads the system's settings once",
                                "systemSettingsAreThoseOfTheNamespaceAndLive",
                                ReadsOnce::new)
                        .withFastOpen(),
                Mutant.channel(
                                "overlooks SYN cookies",
                                "whereEverySynIsAnsweredWithACookieItsDataIsNotTakenAndWeSaySo",
                                Promises::new)
                        .withFastOpen(),
                Mutant.channel(
                                "overlooks that no connection may wait",
                                "whereNoConnectionMayWaitNoDataIsTakenAndWeSaySo",
                                Promises::new)
                        .withFastOpen(),
                Mutant.channel(
                                "shows what the kernel knew at first",
                                "ofAKnownTransferItTellsTheBytesTheRateAndTheLinesRoundTrip",
                                KnowsOnce::new)
                        .withFastOpen(),
                Mutant.channel(
                                "takes its own connections for accepted ones",
                                "aFinIsNoPayload",
                                returning(connection -> new ForwardingConnection(connection) {
                                    @Override
                                    public boolean accepted() {
                                        return true;
                                    }
                                }))
                        .withFastOpen(),
                Mutant.channel(
                                "lets a connection begin when it is asked",
                                "soIsALostSynAndTheTimeItTook",
                                returning(connection -> new ForwardingConnection(connection) {
                                    @Override
                                    public Duration age() {
                                        return Duration.ZERO;
                                    }
                                }))
                        .withFastOpen(),
                Mutant.channel("drops the backup key", "hostsWithOneSecretTakeEachOthersCookies", DropsBackup::new)
                        .withFastOpen(),
                Mutant.channel(
                                "gives a listener its two keys one after the other",
                                "noConnectFallsBackWhileAThreadTurnsTheRing",
                                TwoSteps::new)
                        .withFastOpen());
    }

    private static final class CountsNothing extends ForwardingSockets {
        private final TcpCounters first;

        CountsNothing(FastOpenSockets real) {
            super(real);
            first = real.tcpCounters();
        }

        @Override
        public TcpCounters tcpCounters() {
            return first;
        }
    }

    private static final class ReadsOnce extends ForwardingSockets {
        private final TcpSystemSettings first;

        ReadsOnce(FastOpenSockets real) {
            super(real);
            first = real.systemSettings();
        }

        @Override
        public TcpSystemSettings systemSettings() {
            return first;
        }
    }

    private static final class KnowsOnce extends ForwardingSockets {
        KnowsOnce(FastOpenSockets real) {
            super(real);
        }

        @Override
        public FastOpenConnection connect(ConnectRequest request) throws IOException {
            FastOpenConnection connection = super.connect(request);
            Optional<TcpInfo> first = connection.tcpInfo();
            return new ForwardingConnection(connection) {
                @Override
                public Optional<TcpInfo> tcpInfo() {
                    return first;
                }
            };
        }
    }

    private static final class Promises extends ForwardingSockets {
        Promises(FastOpenSockets real) {
            super(real);
        }

        @Override
        public FastOpenListener listen(ListenRequest request) throws IOException {
            return new ForwardingListener(super.listen(request)) {
                @Override
                public Availability fastOpen() {
                    return Availability.ready();
                }
            };
        }
    }

    private static final class DropsBackup extends ForwardingSockets {
        DropsBackup(FastOpenSockets real) {
            super(real);
        }

        @Override
        public FastOpenListener listen(ListenRequest request) throws IOException {
            return new ForwardingListener(super.listen(request)) {
                @Override
                public Availability fastOpenKey(byte[] key) throws IOException {
                    return super.fastOpenKey(Arrays.copyOf(key, 16));
                }
            };
        }
    }

    private static final class TwoSteps extends ForwardingSockets {
        TwoSteps(FastOpenSockets real) {
            super(real);
        }

        @Override
        public FastOpenListener listen(ListenRequest request) throws IOException {
            return new ForwardingListener(super.listen(request)) {
                @Override
                public Availability fastOpenKey(byte[] key) throws IOException {
                    super.fastOpenKey(Arrays.copyOf(key, 16));
                    // Long enough for somebody to come in between.
                    LockSupport.parkNanos(50_000_000);
                    return super.fastOpenKey(key);
                }
            };
        }
    }
}
