package tfo.tls.gnutls.session;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.ReentrantLock;
import tfo.tls.gnutls.library.GnuTls;
import tfo.tls.gnutls.library.GnuTlsCode;
import tfo.tls.gnutls.transport.Deadline;
import tfo.tls.gnutls.transport.Transport;

/** What goes to the peer of a connection: plain text, the end. One thread at a time. */
final class Outward {
    private final Session session;
    private final Transport transport;
    private final Lifetime lifetime;
    private final EarlyPhase earlyPhase;

    /** Held by who sends. Guards all that is not final. */
    private final ReentrantLock lock = new ReentrantLock();

    private final PlainText outbox;

    /** Whether close_notify was sent. */
    private boolean shut;

    Outward(GnuTls gnutls, Session session, Transport transport, Lifetime lifetime, EarlyPhase earlyPhase) {
        this.session = session;
        this.transport = transport;
        this.lifetime = lifetime;
        this.earlyPhase = earlyPhase;
        this.outbox = new PlainText(gnutls);
    }

    /** Held by who sends, or frees. */
    ReentrantLock lock() {
        return lock;
    }

    int write(ByteBuffer source) throws IOException {
        lock.lock();
        try {
            lifetime.requireOpen();
            if (shut) {
                throw new IOException("write: the output is shut down");
            }
            return sendAll(source);
        } finally {
            lock.unlock();
        }
    }

    // The close of a channel underneath ends a wait with a mere ClosedChannelException.
    private int sendAll(ByteBuffer source) throws IOException {
        int length = source.remaining();
        try {
            while (source.hasRemaining()) {
                if (!earlyPhase.send(source)) {
                    int n = outbox.stage(source);
                    send(n);
                    source.position(source.position() + n);
                }
                transport.flush();
            }
            return length;
        } catch (IOException e) {
            throw lifetime.unlessClosing(e);
        }
    }

    private void send(int length) throws IOException {
        long sent = session.send(outbox.address(), length);
        while (sent < 0) {
            if (sent == GnuTlsCode.GNUTLS_E_AGAIN) {
                transport.awaitRoom(Deadline.never());
            } else if (session.isFatal(sent)) {
                throw session.failure(sent, "write");
            }
            lifetime.requireOpen();
            // The library kept the record.
            sent = session.send(0, 0);
        }
    }

    void shutdown() throws IOException {
        lock.lock();
        try {
            lifetime.requireOpen();
            if (!shut) {
                shut = true;
                if (!earlyPhase.shutdown()) {
                    sayGoodbye();
                }
                transport.flush();
            }
        } finally {
            lock.unlock();
        }
    }

    private void sayGoodbye() throws IOException {
        int code = session.bye();
        while (GnuTlsCode.isAgain(code)) {
            transport.awaitRoom(Deadline.never());
            lifetime.requireOpen();
            code = session.bye();
        }
        if (code < 0) {
            throw session.failure(code, "shutdownOutput");
        }
    }

    /** Sends what is sealed if nobody is sending, and that does not take long. */
    void flushLast() throws IOException {
        if (lock.tryLock()) {
            try {
                transport.flushLast();
            } finally {
                lock.unlock();
            }
        }
    }

    /** Sends close_notify if that needs no wait, and nobody is sending. */
    void lastWords() {
        if (!lock.tryLock()) {
            return;
        }
        try {
            if (!shut && (earlyPhase.shutdown() || session.bye() >= 0)) {
                transport.flushLast();
            }
        } catch (IOException e) {
            // The peer is gone, and will not miss it.
        } finally {
            lock.unlock();
        }
    }

    /** Something that must not meet {@link Connection#close}. */
    <T> T whileOpen(Question<T> question) throws IOException {
        lock.lock();
        try {
            lifetime.requireOpen();
            return question.ask();
        } finally {
            lock.unlock();
        }
    }

    /** Asked of the native session. */
    interface Question<T> {
        T ask() throws IOException;
    }

    /** Wipes what was staged. The caller holds the lock. */
    void free() {
        outbox.close();
    }
}
