package examples.dnsovertls;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Message;
import org.xbill.DNS.io.TcpIoClient;
import tfo.api.socket.ConnectRequest;
import tfo.api.socket.FastOpenSockets;
import tfo.api.tls.EarlyDataPolicy;
import tfo.api.tls.TlsClient;

/** Carries dnsjava's queries over one connection at a time, as long as there is something to ask. */
final class Lines implements TcpIoClient, Line.Operator, Closeable {
    private final TlsClient client;
    private final FastOpenSockets sockets;
    private final Duration idle;
    private final Executor threads;

    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Line current; // guarded by lock
    private @Nullable InetSocketAddress peer; // of the current line, guarded by lock
    private boolean closed; // guarded by lock
    private volatile @Nullable Contact contact;

    /** The threads are many: a line has two. */
    Lines(TlsClient client, FastOpenSockets sockets, Duration idle, Executor threads) {
        this.client = client;
        this.sockets = sockets;
        this.idle = idle;
        this.threads = threads;
    }

    @Override
    public CompletableFuture<byte[]> sendAndReceiveTcp(
            @Nullable InetSocketAddress local, InetSocketAddress remote, Message query, byte[] data, Duration limit) {
        Call call = Call.of(data, remote, limit);
        call.answer().orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS);
        carry(call);
        return call.answer().exceptionallyCompose(failure -> CompletableFuture.failedFuture(told(failure, call)));
    }

    private static Throwable told(Throwable failure, Call call) {
        return failure instanceof TimeoutException
                ? new SocketTimeoutException(call.remote() + " does not answer within "
                        + call.limit().toMillis() + " ms")
                : failure;
    }

    private void carry(Call call) {
        lock.lock();
        try {
            if (closed) {
                call.answer().completeExceptionally(new IOException("the resolver is closed"));
            } else if (current == null || !call.remote().equals(peer) || !current.take(call)) {
                open(call);
            }
        } finally {
            lock.unlock();
        }
    }

    private void open(Call call) {
        Line line = new Line(
                (query, limit) -> client.dial(ConnectRequest.to(call.remote()).timeout(limit))
                        .request(query)
                        .connect(sockets),
                this,
                idle);
        line.take(call);
        current = line;
        peer = call.remote();
        threads.execute(() -> line.run(threads));
    }

    @Override
    public void opened(Contact made) {
        contact = made;
    }

    /** Of the newest connection. */
    Optional<Contact> contact() {
        return Optional.ofNullable(contact);
    }

    // A server closes a connection that was idle when it likes, perhaps while a query is on its way (RFC 7766 section
    // 6.2.4).
    @Override
    public void lost(List<Call> calls, boolean answered, IOException why) {
        for (Call call : calls) {
            if (answered && !call.again() && EarlyDataPolicy.dnsQuery().replayable(Frame.of(call.query()))) {
                carry(call.secondTime());
            } else {
                call.answer().completeExceptionally(why);
            }
        }
    }

    /** Ends the connection. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            if (current != null) {
                current.close();
            }
        } finally {
            lock.unlock();
        }
    }
}
