package examples.dnsovertls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tfo.api.socket.ConnectRequest;
import tfo.api.socket.FastOpenSockets;
import tfo.api.tls.SessionStore;
import tfo.api.tls.TlsClient;
import tfo.testkit.tls.Pki;

@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LineTest {
    private static final Pki AUTHORITY = Pki.root("authority of the resolvers");
    private static final Duration LONG = Duration.ofSeconds(60);

    /** The threads are let go while the line still connects. */
    @Test
    void whoClosesTheResolverMeanwhileLeavesNobodyWaiting() throws Exception {
        Losses losses = new Losses();
        try (ShortServer server = new ShortServer(AUTHORITY.server("dns.test"), 0, 1);
                TlsClient client = DnsOverTls.client(AUTHORITY.trust(), SessionStore.none())) {
            InetSocketAddress remote = new InetSocketAddress(
                    InetAddress.getByAddress("dns.test", new byte[] {127, 0, 0, 1}), server.port());
            Line line = new Line(
                    (query, limit) -> client.dial(ConnectRequest.to(remote).timeout(limit))
                            .request(query)
                            .connect(FastOpenSockets.best()),
                    losses,
                    LONG);
            Call call = Call.of(Questions.query().toWire(), remote, LONG);
            assertTrue(line.take(call));

            line.run(reader -> {
                throw new RejectedExecutionException("shut down");
            });

            assertEquals(List.of(call), losses.calls);
            assertEquals(List.of("the resolver was closed meanwhile"), losses.reasons);
        }
    }

    /** Notes what is lost. */
    private static final class Losses implements Line.Operator {
        private final List<Call> calls = new ArrayList<>();
        private final List<String> reasons = new ArrayList<>();

        @Override
        public void opened(Contact contact) {}

        @Override
        public void lost(List<Call> lost, boolean answered, IOException why) {
            calls.addAll(lost);
            reasons.add(why.getMessage());
        }
    }
}
