package examples.dnsovertls;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.Type;
import org.xbill.DNS.io.IoClientFactory;
import org.xbill.DNS.io.TcpIoClient;
import org.xbill.DNS.io.UdpIoClient;
import tfo.api.socket.FastOpenSockets;
import tfo.api.tls.EarlyDataPolicy;
import tfo.api.tls.SessionStore;
import tfo.api.tls.TlsClient;
import tfo.api.tls.TlsService;
import tfo.api.tls.Trust;

/**
 * A resolver for dnsjava that asks one server by DNS over TLS (RFC 7858). The first query of a connection travels in the SYN, with the
 * ClientHello, if the server has been met before and takes early data; the answer is there after one round trip. Later queries use the
 * same connection while there is one. The server proves its name (RFC 8310 section 5, strict), queries are padded if they have an OPT
 * record, which {@link #setEDNS} decides, and nothing is ever sent in the clear.
 *
 * <p>Safe for use by any thread. What travels as early data can be sent to the server again by somebody who recorded it: he learns
 * nothing by that, but may watch whether the server then asks others.
 */
public final class DnsOverTls implements Resolver, AutoCloseable {
    /** The port of RFC 7858. */
    public static final int PORT = 853;

    /** How long a connection is kept for the next query; servers close theirs after a time of that order. */
    private static final Duration IDLE = Duration.ofSeconds(10);

    private final TlsClient client;
    private final Lines lines;
    /** Makes messages of queries, and queries' answers of messages. */
    private final SimpleResolver messages;

    private final ExecutorService threads = Executors.newCachedThreadPool(DnsOverTls::daemon);

    /** The client is closed with it. */
    DnsOverTls(InetSocketAddress server, TlsClient client, Duration idle) {
        this.client = client;
        this.lines = new Lines(client, FastOpenSockets.best(), idle, threads);
        this.messages = new SimpleResolver(server);
        messages.setTCP(true);
        messages.setIoClientFactory(new OnlyLines(lines));
    }

    /**
     * Asks this server, whose certificate is to carry the address's host name, and keeps sessions in a folder, which processes may share.
     *
     * @param server resolved, its port usually {@link #PORT}
     */
    public static DnsOverTls to(InetSocketAddress server, Trust trust, Path sessions) throws IOException {
        return to(server, trust, TlsService.best().sessionDirectory(sessions)); // sealed, 0600, each used once
    }

    /** The same with sessions that are kept elsewhere. */
    public static DnsOverTls to(InetSocketAddress server, Trust trust, SessionStore sessions) throws IOException {
        return new DnsOverTls(server, client(trust, sessions), IDLE);
    }

    // snippet: dns-over-tls-client
    static TlsClient client(Trust trust, SessionStore sessions) throws IOException {
        return TlsService.best()
                .client()
                .trust(trust)
                .sessions(sessions)
                .alpn(List.of("dot")) // RFC 7858, as registered with IANA
                .earlyData(EarlyDataPolicy.dnsQuery()) // what is no query, an update say, waits for the handshake
                .build();
    }
    // end

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "dns over tls");
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public CompletionStage<Message> sendAsync(Message query) {
        return sendAsync(query, threads);
    }

    /**
     * Asks. Fails with an {@link UnsupportedOperationException} for zone transfers, which dnsjava would do in the clear.
     *
     * @param executor where the answer is made a message of
     */
    @Override
    public CompletionStage<Message> sendAsync(Message query, Executor executor) {
        Record question = query.getQuestion();
        if (question != null && (question.getType() == Type.AXFR || question.getType() == Type.IXFR)) {
            return CompletableFuture.failedFuture(new UnsupportedOperationException("no zone transfers"));
        }
        return messages.sendAsync(padded(query), executor);
    }

    private Message padded(Message query) {
        Message padded = query.clone();
        OPTRecord edns = messages.getEDNS();
        if (padded.getOPT() == null && edns != null) {
            padded.addRecord(edns, Section.ADDITIONAL);
        }
        Padding.pad(padded);
        return padded;
    }

    /** What became of the newest connection; empty before the first. */
    public Optional<Contact> contact() {
        return lines.contact();
    }

    @Override
    public void setPort(int port) {
        messages.setPort(port);
    }

    /** Changes nothing: the transport is TLS. */
    @Override
    public void setTCP(boolean flag) {}

    @Override
    public void setIgnoreTruncation(boolean flag) {
        messages.setIgnoreTruncation(flag);
    }

    @Override
    public void setEDNS(int version, int payloadSize, int flags, List<EDNSOption> options) {
        messages.setEDNS(version, payloadSize, flags, options);
    }

    @Override
    public void setTSIGKey(TSIG key) {
        messages.setTSIGKey(key);
    }

    @Override
    public void setTimeout(Duration limit) {
        messages.setTimeout(limit);
    }

    @Override
    public Duration getTimeout() {
        return messages.getTimeout();
    }

    /** Ends the connection; who waits is told. Waits for a session that is still to come, a moment. */
    @Override
    public void close() {
        lines.close();
        threads.shutdown();
        try {
            threads.awaitTermination(messages.getTimeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        threads.shutdownNow();
        client.close();
    }

    /** Never UDP. */
    private record OnlyLines(Lines lines) implements IoClientFactory {
        @Override
        public TcpIoClient createOrGetTcpClient() {
            return lines;
        }

        @Override
        public UdpIoClient createOrGetUdpClient() {
            throw new UnsupportedOperationException("DNS over TLS");
        }
    }
}
