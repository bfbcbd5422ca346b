package tfo.testkit;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import tfo.api.Availability;
import tfo.api.socket.FastOpenConnection;
import tfo.api.socket.FastOpenListener;
import tfo.api.socket.FastOpenReport;
import tfo.api.socket.FastOpenReport.Outcome;
import tfo.api.socket.FastOpenSockets;
import tfo.api.socket.ListenRequest;

/** Providers whose listeners are wrong. */
final class ListenerMutants {
    private static final String TIME_OUT = "acceptGivesUpAtItsTimeOutAndTheListenerStaysUsable";

    private ListenerMutants() {}

    static Stream<Mutant> all() {
        return Stream.of(
                Mutant.channel("accept ignores its time-out", TIME_OUT, listener(AcceptsLate::new)),
                Mutant.channel("accept gives up early", TIME_OUT, listener(AcceptsEarly::new)),
                Mutant.channel("accept takes any time-out", "acceptNeedsATimeOutAboveZero", listener(TakesZero::new)),
                Mutant.channel(
                        "close leaves the acceptors waiting", "closingWakesEveryAcceptor", listener(ClosesLate::new)),
                Mutant.channel(
                        "promises data in the SYN whatever the system says",
                        "theListenerTellsWhetherTheSystemLetsItTakeDataInTheSyn",
                        listener(Promises::new)),
                Mutant.channel(
                        "claims that data came with every SYN",
                        "theReportOfAnAcceptedConnectionSaysWhetherDataCameWithTheSyn",
                        listener(ClaimsData::new)),
                Mutant.channel(
                                "listens without Fast Open",
                                "aQueueTakesDataInTheSynWithoutTheSystemDoingItForEveryListener",
                                listening(request -> request.fastOpenQueue(0)))
                        .withFastOpen(),
                Mutant.channel(
                                "takes data in the SYN unasked",
                                "aQueueOfZeroTakesNothingInTheSyn",
                                listening(request -> request.fastOpenQueue(128)))
                        .withFastOpen());
    }

    private static UnaryOperator<FastOpenSockets> listening(UnaryOperator<ListenRequest> change) {
        return real -> new ForwardingSockets(real) {
            @Override
            public FastOpenListener listen(ListenRequest request) throws IOException {
                return super.listen(change.apply(request));
            }
        };
    }

    private static UnaryOperator<FastOpenSockets> listener(UnaryOperator<FastOpenListener> change) {
        return real -> new ForwardingSockets(real) {
            @Override
            public FastOpenListener listen(ListenRequest request) throws IOException {
                return change.apply(super.listen(request));
            }
        };
    }

    private static final class AcceptsLate extends ForwardingListener {
        AcceptsLate(FastOpenListener real) {
            super(real);
        }

        @Override
        public FastOpenConnection accept(Duration timeout) throws IOException {
            return super.accept(timeout.plus(Clock.TOO_LATE));
        }
    }

    private static final class AcceptsEarly extends ForwardingListener {
        AcceptsEarly(FastOpenListener real) {
            super(real);
        }

        @Override
        public FastOpenConnection accept(Duration timeout) throws IOException {
            return super.accept(timeout.dividedBy(2));
        }
    }

    private static final class TakesZero extends ForwardingListener {
        TakesZero(FastOpenListener real) {
            super(real);
        }

        @Override
        public FastOpenConnection accept(Duration timeout) throws IOException {
            return super.accept(timeout.isNegative() || timeout.isZero() ? Duration.ofMillis(1) : timeout);
        }
    }

    private static final class ClosesLate extends ForwardingListener {
        ClosesLate(FastOpenListener real) {
            super(real);
        }

        @Override
        public void close() {
            CompletableFuture.delayedExecutor(30, TimeUnit.SECONDS).execute(this::closeNow);
        }

        private void closeNow() {
            try {
                super.close();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
    }

    private static final class Promises extends ForwardingListener {
        Promises(FastOpenListener real) {
            super(real);
        }

        @Override
        public Availability fastOpen() {
            return Availability.ready();
        }
    }

    private static final class ClaimsData extends ForwardingListener {
        ClaimsData(FastOpenListener real) {
            super(real);
        }

        @Override
        public FastOpenConnection accept(Duration timeout) throws IOException {
            return new ForwardingConnection(super.accept(timeout)) {
                @Override
                public FastOpenReport report() {
                    return new FastOpenReport(Outcome.ACKNOWLEDGED, "", 0, 0);
                }
            };
        }
    }
}
