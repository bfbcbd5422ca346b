package tfo.tls.gnutls.session;

import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tfo.api.socket.FastOpenConnection;
import tfo.api.tcp.TcpInfo;
import tfo.api.tls.ChannelBinding;
import tfo.api.tls.HandshakeReport;
import tfo.api.tls.SessionData;
import tfo.api.tls.TlsConnection;
import tfo.tls.gnutls.transport.Deadline;
import tfo.tls.gnutls.transport.Transport;

/** A connection whose handshake is done: one lock each way, and both to free what is underneath. */
final class Connection implements TlsConnection {
    private static final Duration NO_TIME = Duration.ofNanos(1);
    private static final Duration UNKNOWN_TRIP = Duration.ofMillis(50);
    private static final Duration SERVERS_TIME = Duration.ofMillis(200);
    private static final int SLICE = 64 * 1024;
    private static final Duration LONGEST_FOR_TICKET = Duration.ofSeconds(1);

    private final Library library;
    private final Session session;
    private final Transport transport;
    private final Party party;
    private final HandshakeReport report;
    private final @Nullable FastOpenConnection underneath;
    private final Lifetime lifetime = new Lifetime();
    private final EarlyPhase earlyPhase;
    private final Inward inward;
    private final Outward outward;

    Connection(
            Library library,
            Session session,
            Transport transport,
            Party party,
            HandshakeReport report,
            @Nullable FastOpenConnection underneath) {
        this(library, session, transport, party, report, underneath, EarlyPhase.none());
    }

    Connection(
            Library library,
            Session session,
            Transport transport,
            Party party,
            HandshakeReport report,
            @Nullable FastOpenConnection underneath,
            EarlyPhase earlyPhase) {
        this.library = library;
        this.session = session;
        this.transport = transport;
        this.party = party;
        this.report = report;
        this.underneath = underneath;
        this.earlyPhase = earlyPhase;
        this.inward = new Inward(library.gnutls(), session, transport, party, lifetime, earlyPhase);
        this.outward = new Outward(library.gnutls(), session, transport, lifetime, earlyPhase);
    }

    // The fence: or the collector could free the session under a call that is the last use of this object.
    @Override
    public int read(ByteBuffer destination) throws IOException {
        try {
            settle();
            return inward.read(destination);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        try {
            return earlyPhase.settled() ? outward.write(source) : writeBySlices(source);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    // Nobody may be reading: so that the rest of a long answer goes by descriptor when the client's Finished has come.
    private int writeBySlices(ByteBuffer source) throws IOException {
        int length = source.remaining();
        int end = source.limit();
        outward.lock().lock();
        try {
            do {
                whileNobodyReads(() -> earlyPhase.advance(transport));
                settle();
                boolean last = earlyPhase.settled() || source.remaining() <= SLICE;
                outward.write(last ? source : source.limit(source.position() + SLICE));
                source.limit(end);
            } while (source.hasRemaining());
            return length;
        } finally {
            source.limit(end);
            outward.lock().unlock();
        }
    }

    /** Leaves the bytes to the library as soon as that can be, unless somebody else is at it. */
    private void settle() throws IOException {
        if (earlyPhase.settled() || !earlyPhase.done() || !outward.lock().tryLock()) {
            return;
        }
        try {
            if (lifetime.isOpen()) {
                transport.flushUnlessBusy();
                whileNobodyReads(() -> earlyPhase.settle(session, transport));
            }
        } catch (IOException e) {
            throw lifetime.unlessClosing(e);
        } finally {
            outward.lock().unlock();
        }
    }

    private void whileNobodyReads(Step step) throws IOException {
        if (!inward.lock().tryLock()) {
            return;
        }
        try {
            if (lifetime.isOpen()) {
                step.take();
            }
        } catch (IOException e) {
            throw lifetime.unlessClosing(e);
        } finally {
            inward.lock().unlock();
        }
    }

    /** Of what is under a lock. */
    private interface Step {
        void take() throws IOException;
    }

    @Override
    public void readTimeout(Duration limit) {
        inward.timeout(limit);
    }

    @Override
    public void shutdownOutput() throws IOException {
        try {
            inward.conclude(outward);
            outward.shutdown();
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    @Override
    public boolean early() {
        return earlyPhase.early();
    }

    @Override
    public void confirm() throws IOException {
        try {
            inward.confirm(Deadline.never());
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    @Override
    public HandshakeReport handshake() {
        return report;
    }

    @Override
    public Optional<SessionData> session() throws IOException {
        return inward.session();
    }

    @Override
    public Optional<SessionData> awaitSession(Duration limit) throws IOException {
        try {
            return inward.awaitSession(limit);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    @Override
    public byte[] exportKey(String label, byte[] context, int length) throws IOException {
        Exports.check(label, context, length, report);
        try {
            inward.confirm(Deadline.never());
            return outward.whileOpen(() -> session.agreed().exportKey(label, context, length));
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    @Override
    public Optional<byte[]> channelBinding(ChannelBinding type) throws IOException {
        try {
            inward.confirm(Deadline.never());
            return outward.whileOpen(() -> Exports.binding(session, type, report));
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    @Override
    public Optional<FastOpenConnection> underneath() {
        return Optional.ofNullable(underneath);
    }

    @Override
    public boolean isOpen() {
        return lifetime.isOpen();
    }

    @Override
    public void close() throws IOException {
        if (!lifetime.end()) {
            return;
        }
        inward.conclude(outward);
        outward.lastWords();
        inward.drain(Deadline.in(timeForTicket()));
        if (outward.lock().isLocked() || inward.lock().isLocked()) {
            transport.wake();
        }
        outward.lock().lock();
        inward.lock().lock();
        try {
            free();
        } finally {
            inward.lock().unlock();
            outward.lock().unlock();
        }
    }

    // An answer to early data is there a round trip before the first ticket can be.
    private Duration timeForTicket() {
        if (report.earlyData() != HandshakeReport.EarlyData.ACCEPTED || !party.wantsTickets()) {
            return NO_TIME;
        }
        Duration trips = roundTrip().multipliedBy(2).plus(SERVERS_TIME);
        return trips.compareTo(LONGEST_FOR_TICKET) < 0 ? trips : LONGEST_FOR_TICKET;
    }

    private Duration roundTrip() {
        FastOpenConnection carrier = underneath;
        try {
            return carrier == null
                    ? UNKNOWN_TRIP
                    : carrier.tcpInfo().flatMap(TcpInfo::rtt).orElse(UNKNOWN_TRIP);
        } catch (IOException e) {
            return UNKNOWN_TRIP;
        }
    }

    private void free() throws IOException {
        lifetime.free();
        session.close();
        earlyPhase.free();
        inward.free();
        outward.free();
        transport.close();
    }

    @Override
    public String toString() {
        return "TlsConnection[" + party.peer() + ", " + report.version().standardName() + ", " + library.version()
                + "]";
    }
}
