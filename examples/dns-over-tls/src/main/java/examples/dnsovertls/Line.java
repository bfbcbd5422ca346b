package examples.dnsovertls;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import tfo.api.tls.TlsConnection;

/**
 * One connection for many queries: they go out as they come, and the answers come in any order (RFC 7766 section 6.2.1.1). The first
 * query travels with the ClientHello. One thread connects and writes, another reads.
 */
final class Line implements Closeable {
    /** Of 65,536 ids, so that a free one is found soon. */
    private static final int MOST_WAITING = 30_000;

    /** For the server's goodbye: an answer to early data is there a round trip before the session for the next connection. */
    private static final Duration LAST_WAIT = Duration.ofSeconds(1);

    /** How the first query gets a connection. */
    interface Opening {
        TlsConnection connect(ByteBuffer firstQuery, Duration limit) throws IOException;
    }

    /** Who is told what becomes of the connection. */
    interface Operator {
        void opened(Contact contact);

        /**
         * These have no answer.
         *
         * @param answered whether the connection ever brought one
         */
        void lost(List<Call> calls, boolean answered, IOException why);
    }

    /** A query and the id under which it is sent: the line's own, so that callers who chose the same one do not meet. */
    private record Numbered(int id, Call call) {
        ByteBuffer frame() {
            return call.frame(id);
        }
    }

    private final Opening opening;
    private final Operator operator;
    private final Duration idle;
    private final Map<Integer, Call> waiting = new ConcurrentHashMap<>();
    /** What is to be written; empty is the end. */
    private final BlockingQueue<Optional<Numbered>> work = new LinkedBlockingQueue<>();

    private final CountDownLatch listened = new CountDownLatch(1);
    private final ReentrantLock lock = new ReentrantLock();
    private short nextId; // guarded by lock
    private boolean ended; // guarded by lock
    private IOException why = new EOFException("the connection was closed"); // guarded by lock
    private volatile long heard;
    private volatile boolean answered;

    Line(Opening opening, Operator operator, Duration idle) {
        this.opening = opening;
        this.operator = operator;
        this.idle = idle;
    }

    /** Takes a query, unless the line has ended or has too much to do. */
    boolean take(Call call) {
        lock.lock();
        try {
            return !ended && waiting.size() < MOST_WAITING && work.add(Optional.of(number(call)));
        } finally {
            lock.unlock();
        }
    }

    private Numbered number(Call call) {
        while (waiting.putIfAbsent(Short.toUnsignedInt(++nextId), call) != null) {}
        int id = Short.toUnsignedInt(nextId);
        long since = System.nanoTime();
        Object unused = call.answer().whenComplete((answer, failure) -> {
            waiting.remove(id, call);
            // Silence: whoever comes next is better off with another connection.
            if (failure instanceof TimeoutException && (!answered || heard - since < 0)) {
                close();
            }
        });
        return new Numbered(id, call);
    }

    /** Connects with the first query taken, and writes what is taken until the line ends. */
    void run(Executor readers) {
        try {
            Numbered first = work.take().orElseThrow(() -> new InterruptedIOException("closed"));
            try (TlsConnection connection =
                    opening.connect(first.frame(), first.call().limit())) {
                operator.opened(Contact.of(connection));
                readers.execute(() -> listen(connection));
                write(connection);
                connection.shutdownOutput();
                listened.await(LAST_WAIT.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (IOException e) {
            end(e);
        } catch (RejectedExecutionException e) {
            end(new IOException("the resolver was closed meanwhile", e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            close();
            operator.lost(List.copyOf(waiting.values()), answered, why());
        }
    }

    private void write(TlsConnection connection) throws IOException, InterruptedException {
        while (true) {
            Optional<Numbered> next = work.poll(idle.toMillis(), TimeUnit.MILLISECONDS);
            if (next == null) {
                closeIfIdle();
            } else if (next.isEmpty()) {
                return;
            } else {
                connection.write(next.get().frame());
            }
        }
    }

    private void closeIfIdle() {
        lock.lock();
        try {
            if (waiting.isEmpty()) {
                close();
            }
        } finally {
            lock.unlock();
        }
    }

    private void listen(TlsConnection connection) {
        try {
            byte[] message;
            while ((message = Frame.read(connection)) != null) {
                heard = System.nanoTime();
                answered = true;
                deliver(message);
            }
        } catch (IOException e) {
            end(e);
        }
        close();
        listened.countDown();
    }

    /** What nobody waits for any more is dropped. */
    private void deliver(byte[] message) {
        if (message.length < Short.BYTES) {
            return;
        }
        Call call = waiting.remove(Short.toUnsignedInt(ByteBuffer.wrap(message).getShort()));
        if (call != null) {
            call.complete(message);
        }
    }

    /** Takes no more; who waits is told. A second call does nothing. */
    @Override
    public void close() {
        end(new EOFException("the connection was closed"));
    }

    private void end(IOException reason) {
        lock.lock();
        try {
            if (!ended) {
                ended = true;
                why = reason;
                work.add(Optional.empty());
            }
        } finally {
            lock.unlock();
        }
    }

    private IOException why() {
        lock.lock();
        try {
            return why;
        } finally {
            lock.unlock();
        }
    }
}
