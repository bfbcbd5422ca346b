package tfo.linux.socket;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketOption;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import tfo.api.socket.FastOpenReport;
import tfo.api.socket.FirstSpeaker;
import tfo.api.tcp.TcpInfo;
import tfo.linux.kernel.Errno;
import tfo.linux.kernel.Handshake;

/**
 * The JDK's own socket, whose SYN waits for the first write where a cookie is at hand. Whatever would otherwise show that there is
 * no connection yet lets the SYN leave without data. Once the connection stands everything is the JDK's.
 */
final class DeferredSocket extends Socket {
    // How long close waits for a peer to see a connection on which nothing was ever said.
    private static final Duration FAREWELL = Duration.ofSeconds(3);

    private final Platform platform;
    private final FirstSpeaker speaker;
    private final SocketDescriptor descriptor;
    private final SocketOptions options;

    /** Written by connect, before anybody can use the streams. */
    private volatile @Nullable DeferredConnect deferred;

    /** While connect uses the descriptor: who has to be told before it is closed. */
    private volatile @Nullable DeferredConnect connecting;

    /** Set before {@link #connecting} is read: either close sees that one, or connect sees this. What JDK 17 says comes after close. */
    private volatile boolean closing;

    /** One thread at a time connects. */
    private final ReentrantLock connects = new ReentrantLock();

    private volatile FastOpenReport report = FastOpenReport.notTried("the socket is not connected", 0);

    DeferredSocket(Platform platform, FirstSpeaker speaker) {
        this.platform = platform;
        this.speaker = speaker;
        this.descriptor = new SocketDescriptor(platform, this);
        this.options = new SocketOptions(platform, this, descriptor);
    }

    FastOpenReport report() {
        DeferredConnect held = deferred;
        return held == null ? report : held.report();
    }

    @Override
    public void bind(SocketAddress local) throws IOException {
        try {
            super.bind(local);
        } catch (IOException e) {
            throw local instanceof InetSocketAddress address ? Addresses.explained(e, "bind", address) : e;
        }
    }

    @Override
    public void connect(SocketAddress endpoint) throws IOException {
        connect(endpoint, 0);
    }

    @Override
    public void connect(SocketAddress endpoint, int timeout) throws IOException {
        connects.lock();
        try {
            if (endpoint instanceof InetSocketAddress remote && connectable(remote, timeout)) {
                connectTo(remote, timeout);
            } else {
                // The JDK knows best what is wrong with it.
                super.connect(endpoint, timeout);
            }
        } finally {
            connects.unlock();
        }
    }

    private boolean connectable(InetSocketAddress remote, int timeout) {
        return !remote.isUnresolved() && timeout >= 0 && !isConnected() && !isClosed();
    }

    private void connectTo(InetSocketAddress remote, int timeout) throws IOException {
        Plan plan = System.getProperty("socksProxyHost") == null
                ? Plan.of(remote.getAddress(), platform.paths())
                : Plan.not("there is a SOCKS proxy");
        Descriptor found = plan.tried() ? descriptor.find() : null;
        String reason = plan.tried() ? platform.armShared(found) : plan.reason();
        report = FastOpenReport.notTried(reason.isEmpty() ? "the connection failed" : reason, 0);
        if (found == null || !reason.isEmpty()) {
            connectNow(remote, timeout);
            platform.paths().verdict(remote.getAddress(), true);
        } else {
            connectTo(remote, timeout, found);
        }
    }

    private void connectTo(InetSocketAddress remote, int timeout, Descriptor descriptor) throws IOException {
        Duration limit = Duration.ofMillis(timeout);
        DeferredConnect begun = new DeferredConnect(platform, this, descriptor.number(), remote, limit);
        connecting = begun;
        boolean done = false;
        try {
            if (closing) {
                throw new SocketException("Socket closed");
            }
            connectTo(remote, timeout, descriptor, begun);
            done = true;
        } catch (SocketTimeoutException e) {
            platform.paths().suspect(remote.getAddress());
            throw e;
        } finally {
            if (!done) {
                platform.paths().doubt(remote.getAddress());
                closeAfterFailure();
            }
            connecting = null;
        }
    }

    private void closeAfterFailure() {
        try {
            close();
        } catch (IOException e) {
            // What led here counts.
        }
    }

    private void connectTo(InetSocketAddress remote, int timeout, Descriptor descriptor, DeferredConnect begun)
            throws IOException {
        // To the JDK, whatever answers a SYN that asks for a cookie is the last word: so it does not ask, where that
        // may matter.
        boolean stands = untried(remote.getAddress()) && begun.ask();
        connectNow(remote, timeout);
        if (stands) {
            report = begun.report();
            return;
        }
        Handshake handshake = onDescriptor(descriptor, platform.calls()::handshake);
        if (handshake.underWay()) {
            hold(begun, remote);
        } else if (handshake.failed()) {
            throw broken(descriptor, remote);
        } else {
            report = Reports.ofClient(handshake, 0, 0);
            platform.learn(remote.getAddress(), report);
        }
    }

    // What a wildcard means as a peer is the JDK's to say.
    private boolean untried(InetAddress peer) {
        return !platform.paths().trusted(peer) && !peer.isAnyLocalAddress();
    }

    // The JDK did not see it, so the first write would.
    private IOException broken(Descriptor descriptor, InetSocketAddress remote) throws IOException {
        int error = onDescriptor(descriptor, platform.calls()::takeError);
        return Errno.during(error == 0 ? Errno.ECONNRESET.result() : error, "connect", Addresses.name(remote));
    }

    private void hold(DeferredConnect begun, InetSocketAddress remote) throws IOException {
        begun.hold();
        deferred = begun;
        if (Ports.speaker(speaker, remote.getPort()) == FirstSpeaker.SERVER) {
            begun.open(Deadline.NONE);
        }
    }

    private void connectNow(InetSocketAddress remote, int timeout) throws IOException {
        try {
            super.connect(remote, timeout);
        } catch (IOException e) {
            throw Addresses.explained(e, "connect", remote);
        }
    }

    private static <T> T onDescriptor(Descriptor descriptor, Descriptor.Call<T, IOException> call) throws IOException {
        try {
            return descriptor.call(call);
        } catch (ClosedChannelException e) {
            throw new SocketException("Socket closed");
        }
    }

    /** Lets the SYN leave, if it has not, and waits until the connection stands. */
    private void open() throws IOException {
        DeferredConnect held = deferred;
        if (held != null) {
            held.open(Deadline.NONE);
        }
    }

    /**
     * The same before a read, which waits for the first write if the client speaks first. SO_TIMEOUT limits this wait, and afterwards
     * that of the read itself.
     */
    void openToRead() throws IOException {
        DeferredConnect held = deferred;
        if (held == null || held.standing()) {
            return;
        }
        Deadline patience = Deadline.after(Duration.ofMillis(getSoTimeout()));
        if (speaker == FirstSpeaker.CLIENT) {
            held.awaitWrite(patience);
        } else if (speaker == FirstSpeaker.AUTO && Ports.clientFirst(getPort())) {
            held.grantWrite(patience);
        }
        held.open(patience);
    }

    /** Writes as much as the SYN takes, if it has not left yet, and waits until the connection stands; how much was taken. */
    int openToWrite(byte[] bytes, int offset, int length) throws IOException {
        DeferredConnect held = deferred;
        return held == null ? 0 : held.open(ByteBuffer.wrap(bytes, offset, length));
    }

    /** Lets the SYN leave, if it has not, and waits for nothing. */
    void leave() throws IOException {
        DeferredConnect held = deferred;
        if (held != null) {
            held.leave();
        }
    }

    @Override
    public InputStream getInputStream() throws IOException {
        InputStream input = super.getInputStream();
        return deferred == null ? input : new DeferredInput(this, input);
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        OutputStream output = super.getOutputStream();
        return deferred == null ? output : new DeferredOutput(this, output);
    }

    @Override
    public void shutdownOutput() throws IOException {
        open();
        super.shutdownOutput();
    }

    @Override
    public void shutdownInput() throws IOException {
        open();
        super.shutdownInput();
    }

    @Override
    public void sendUrgentData(int data) throws IOException {
        open();
        super.sendUrgentData(data);
    }

    @Override
    public Set<SocketOption<?>> supportedOptions() {
        return options.supported();
    }

    @Override
    public <T> T getOption(SocketOption<T> option) throws IOException {
        return options.get(option);
    }

    @Override
    public <T> Socket setOption(SocketOption<T> option, T value) throws IOException {
        options.set(option, value);
        return this;
    }

    /** The options of the JDK's own socket. */
    Set<SocketOption<?>> jdkOptions() {
        return super.supportedOptions();
    }

    /** Reads one of them. */
    <T> T jdkOption(SocketOption<T> option) throws IOException {
        return super.getOption(option);
    }

    /** Sets one of them. */
    <T> void jdkOption(SocketOption<T> option, T value) throws IOException {
        super.setOption(option, value);
    }

    /** The kernel's view; nothing where the descriptor was not found. */
    Optional<TcpInfo> tcpInfo() throws IOException {
        boolean blind = !isClosed() && descriptor.find() == null;
        return blind ? Optional.empty() : Optional.of(descriptor.call("TCP_INFO", platform.calls()::tcpInfo));
    }

    /** The queues, which let no SYN leave. */
    LinuxQueues queues() throws IOException {
        return new LinuxQueues(platform, new QueueOwner.OfSocket(this), descriptor::find);
    }

    /** Whether nobody has begun to close it. */
    boolean isOpen() {
        return !closing && !isClosed();
    }

    // Not synchronized, as in newer JDKs: it must get past a thread that waits, and has its own lock.
    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized")
    public void close() throws IOException {
        closing = true;
        DeferredConnect held = deferred == null ? connecting : deferred;
        if (held == null || isClosed()) {
            super.close();
        } else {
            held.close(farewell());
        }
    }

    private Duration farewell() {
        try {
            return getSoLinger() == 0 ? Duration.ZERO : FAREWELL;
        } catch (SocketException e) {
            // The JDK has closed it already.
            return Duration.ZERO;
        }
    }

    /** The JDK's own close. */
    void closeNow() throws IOException {
        super.close();
    }
}
