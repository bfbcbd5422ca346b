package examples.snippets;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.Optional;
import tfo.api.socket.AvoidedPath;
import tfo.api.socket.ConnectRequest;
import tfo.api.socket.FastOpenConnection;
import tfo.api.socket.FastOpenPolicy;
import tfo.api.socket.FastOpenReport;
import tfo.api.socket.FastOpenRequiredException;
import tfo.api.socket.FastOpenSockets;
import tfo.api.socket.FirstSpeaker;
import tfo.api.socket.PendingConnection;

/** docs/man/connect.md. */
final class ConnectPage {
    private ConnectPage() {}

    static String query(FastOpenSockets sockets, InetSocketAddress server, ByteBuffer query) throws IOException {
        // snippet: connect
        ConnectRequest request = ConnectRequest.to(server).firstFlight(query).timeout(Duration.ofSeconds(2));
        try (FastOpenConnection connection = sockets.connect(request)) {
            FastOpenReport report = connection.report();
            return switch (report.outcome()) {
                case ACKNOWLEDGED -> "a round trip saved, " + report.inSyn() + " bytes in the SYN";
                case COOKIE_REQUESTED -> "first contact; the next one will be faster";
                default -> "an ordinary connection: " + report.reason();
            };
        } catch (ConnectException e) {
            return "nobody is there: " + e.getMessage();
        } catch (SocketTimeoutException e) {
            return "no answer: " + e.getMessage();
        }
        // end
    }

    static Optional<FastOpenConnection> startAndFinish(
            FastOpenSockets sockets, ConnectRequest request, Selector selector) throws IOException {
        // snippet: start-finish
        PendingConnection pending = sockets.start(request);
        SelectionKey key = pending.channel().register(selector, pending.interestOps());
        Optional<FastOpenConnection> connection = pending.finish();
        while (connection.isEmpty()) {
            key.interestOps(pending.interestOps());
            selector.select(100); // finish() also is what notices that the time is up
            connection = pending.finish();
        }
        // end
        return connection;
    }

    static String require(FastOpenSockets sockets, InetSocketAddress server, ByteBuffer query) throws IOException {
        // snippet: require
        ConnectRequest strict = ConnectRequest.to(server).firstFlight(query).policy(FastOpenPolicy.REQUIRE);
        try (FastOpenConnection connection = sockets.connect(strict)) {
            return "in one round trip, " + connection.report().inSyn() + " bytes in the SYN";
        } catch (FastOpenRequiredException e) {
            return "not in one round trip: " + e.report().reason();
        }
        // end
    }

    static FastOpenConnection serverFirst(FastOpenSockets sockets, InetSocketAddress server) throws IOException {
        // snippet: server-first
        ConnectRequest request = ConnectRequest.to(server).firstSpeaker(FirstSpeaker.SERVER);
        FastOpenConnection connection = sockets.connect(request);
        // end
        return connection;
    }

    static void paths(FastOpenSockets sockets, Appendable log) throws IOException {
        // snippet: avoided-paths
        for (AvoidedPath path : sockets.avoidedPaths()) {
            log.append(path.address().getHostAddress() + " plainly until " + path.until() + "\n");
        }
        sockets.forgetAvoidedPaths();
        // end
    }
}
