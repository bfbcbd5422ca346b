package tfo.testkit;

import static tfo.testkit.ConnectMutants.asking;
import static tfo.testkit.FlightMutants.returning;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import tfo.api.Availability;
import tfo.api.socket.AvoidedPath;
import tfo.api.socket.ConnectRequest;
import tfo.api.socket.FastOpenConnection;
import tfo.api.socket.FastOpenPolicy;
import tfo.api.socket.FastOpenReport;
import tfo.api.socket.FastOpenReport.Outcome;
import tfo.api.socket.FastOpenSockets;
import tfo.api.tcp.FastOpenCounters;

/** Providers that do not tell the truth, or do not learn from it. */
final class ReportMutants {
    private static final String REPORT = "theReportSaysWhatTheSynCarried";

    private ReportMutants() {}

    static Stream<Mutant> all() {
        return Stream.concat(reports(), paths());
    }

    private static Stream<Mutant> reports() {
        return Stream.of(
                Mutant.channel("claims a Fast Open that did not happen", REPORT, telling(ReportMutants::claim)),
                Mutant.channel("gives no reason", REPORT, telling(ReportMutants::withoutReason)),
                Mutant.channel("denies a Fast Open that happened", REPORT, telling(ReportMutants::denial))
                        .withFastOpen(),
                Mutant.channel(
                        "reports wrong counts",
                        "theReportCountsWhatWasOfferedAndWhatTheSynHadRoomFor",
                        telling(ReportMutants::miscount)),
                Mutant.channel("changes its report after the close", "theReportIsFinal", returning(Fickle::new)),
                Mutant.channel("arms in name only", "theFirstWriteOfAnArmedChannelLeavesInTheSyn", ArmsInName::new),
                Mutant.channel("does not read the counters", "countersAndSettingsAreThoseOfTheKernel", Blind::new)
                        .withFastOpen());
    }

    private static Stream<Mutant> paths() {
        return Stream.of(
                        Mutant.channel(
                                "never avoids a path",
                                "afterALostSynTheAddressIsConnectedToPlainlyForAWhile",
                                NeverAvoids::new),
                        Mutant.channel("avoids a path for ever", "onceForgottenThePathIsTriedAgain", NeverForgets::new),
                        Mutant.channel("avoids every path for one", "otherAddressesAreNotAvoided", AvoidsAll::new),
                        Mutant.channel(
                                "does not list what it avoids",
                                "theAvoidedAddressIsListedUntilItIsForgotten",
                                ListsNothing::new),
                        Mutant.channel(
                                "puts nothing into the SYN",
                                "theFirstFlightToAKnownPeerLeavesInTheSyn",
                                asking(request -> request.policy(FastOpenPolicy.OFF))))
                .map(Mutant::withFastOpen);
    }

    private static UnaryOperator<FastOpenSockets> telling(UnaryOperator<FastOpenReport> change) {
        return returning(connection -> new ForwardingConnection(connection) {
            @Override
            public FastOpenReport report() {
                return change.apply(super.report());
            }
        });
    }

    private static FastOpenReport claim(FastOpenReport report) {
        return new FastOpenReport(Outcome.ACKNOWLEDGED, "", report.offered(), report.offered());
    }

    private static FastOpenReport denial(FastOpenReport report) {
        return FastOpenReport.notTried("no idea", report.offered());
    }

    private static FastOpenReport withoutReason(FastOpenReport report) {
        return new FastOpenReport(Outcome.NOT_TRIED, "", report.offered(), report.inSyn());
    }

    private static FastOpenReport miscount(FastOpenReport report) {
        int inSyn = report.inSyn() > 0 ? report.inSyn() - 1 : report.offered();
        return new FastOpenReport(report.outcome(), report.reason(), report.offered(), inSyn);
    }

    private static final class Fickle extends ForwardingConnection {
        Fickle(FastOpenConnection real) {
            super(real);
        }

        @Override
        public FastOpenReport report() {
            return channel().isOpen() ? super.report() : FastOpenReport.notTried("it is closed", 0);
        }
    }

    private static final class ArmsInName extends ForwardingSockets {
        ArmsInName(FastOpenSockets real) {
            super(real);
        }

        @Override
        public Availability arm(SocketChannel channel) {
            return Availability.ready();
        }
    }

    private static final class Blind extends ForwardingSockets {
        Blind(FastOpenSockets real) {
            super(real);
        }

        @Override
        public FastOpenCounters counters() {
            return FastOpenCounters.NONE;
        }
    }

    private static final class NeverAvoids extends ForwardingSockets {
        NeverAvoids(FastOpenSockets real) {
            super(real);
        }

        @Override
        public FastOpenConnection connect(ConnectRequest request) throws IOException {
            forgetAvoidedPaths();
            return super.connect(request);
        }
    }

    private static final class NeverForgets extends ForwardingSockets {
        NeverForgets(FastOpenSockets real) {
            super(real);
        }

        @Override
        public void forgetAvoidedPaths() {
            // That is what is wrong with it.
        }
    }

    private static final class AvoidsAll extends ForwardingSockets {
        AvoidsAll(FastOpenSockets real) {
            super(real);
        }

        @Override
        public FastOpenConnection connect(ConnectRequest request) throws IOException {
            return super.connect(avoidedPaths().isEmpty() ? request : request.policy(FastOpenPolicy.OFF));
        }
    }

    private static final class ListsNothing extends ForwardingSockets {
        ListsNothing(FastOpenSockets real) {
            super(real);
        }

        @Override
        public List<AvoidedPath> avoidedPaths() {
            return List.of();
        }
    }
}
