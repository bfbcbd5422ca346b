package tfo.linux;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketOption;
import java.nio.channels.NetworkChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.SocketFactory;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.propertytypes.SatisfyingConditionTarget;
import tfo.api.Availability;
import tfo.api.socket.AvoidedPath;
import tfo.api.socket.ConnectRequest;
import tfo.api.socket.FastOpenConnection;
import tfo.api.socket.FastOpenListener;
import tfo.api.socket.FastOpenReport;
import tfo.api.socket.FastOpenSockets;
import tfo.api.socket.FirstSpeaker;
import tfo.api.socket.ListenRequest;
import tfo.api.socket.PendingConnection;
import tfo.api.socket.SocketQueues;
import tfo.api.tcp.FastOpenCounters;
import tfo.api.tcp.FastOpenSettings;
import tfo.api.tcp.TcpCounters;
import tfo.api.tcp.TcpInfo;
import tfo.api.tcp.TcpSystemSettings;
import tfo.linux.kernel.JnaLibc;
import tfo.linux.kernel.Netstat;
import tfo.linux.kernel.Sysctl;
import tfo.linux.socket.LinuxPlatform;
import tfo.linux.socket.PathMemory;

/**
 * Sockets by Linux. Two system properties matter: {@code tfo.linux.disable=true} makes instances made from then on unavailable, and
 * {@code tfo.linux.avoid}, an ISO duration such as {@code PT60S}, read once, is how long a path that lost a SYN is avoided at first.
 */
@Component(
        service = FastOpenSockets.class,
        property = {"service.ranking:Integer=" + LinuxSockets.RANKING, "tfo.provider=" + LinuxSockets.NAME})
@SatisfyingConditionTarget("(osgi.condition.id=" + NativeGate.CONDITION + ")")
public final class LinuxSockets implements FastOpenSockets {
    static final int RANKING = 100;
    static final String NAME = "linux";

    private static final Duration AVOID = Duration.ofSeconds(60);

    private final Availability availability = probe();

    /** Made by the service registry or by {@link java.util.ServiceLoader}. */
    public LinuxSockets() {}

    /** Gives back the descriptors that the provider itself holds; connections that are still there go on. */
    void release() {
        if (availability.usable()) {
            Native.PLATFORM.release();
        }
    }

    @Override
    public FastOpenConnection connect(ConnectRequest request) throws IOException {
        return platform().connect(request);
    }

    @Override
    public PendingConnection start(ConnectRequest request) throws IOException {
        return platform().start(request);
    }

    @Override
    public FastOpenListener listen(ListenRequest request) throws IOException {
        return platform().listen(request);
    }

    @Override
    public SocketFactory socketFactory(FirstSpeaker speaker) {
        return platform().socketFactory(speaker);
    }

    @Override
    public FastOpenReport report(Socket socket) {
        return platform().report(socket);
    }

    @Override
    public Availability arm(SocketChannel channel) throws IOException {
        return platform().arm(channel);
    }

    @Override
    public Optional<TcpInfo> tcpInfo(SocketChannel channel) throws IOException {
        return platform().tcpInfo(channel);
    }

    @Override
    public Optional<TcpInfo> tcpInfo(Socket socket) throws IOException {
        return platform().tcpInfo(socket);
    }

    @Override
    public Set<SocketOption<?>> supportedOptions() {
        return platform().supportedOptions();
    }

    @Override
    public <T> T getOption(NetworkChannel channel, SocketOption<T> option) throws IOException {
        return platform().getOption(channel, option);
    }

    @Override
    public <T> void setOption(NetworkChannel channel, SocketOption<T> option, T value) throws IOException {
        platform().setOption(channel, option, value);
    }

    @Override
    public SocketQueues queues(NetworkChannel channel) throws IOException {
        return platform().queues(channel);
    }

    @Override
    public SocketQueues queues(Socket socket) throws IOException {
        return platform().queues(socket);
    }

    @Override
    public FastOpenSettings settings() {
        return Sysctl.fastOpen();
    }

    @Override
    public FastOpenCounters counters() {
        return tcpCounters().fastOpen();
    }

    @Override
    public TcpSystemSettings systemSettings() {
        return Sysctl.tcp();
    }

    @Override
    public TcpCounters tcpCounters() {
        return Netstat.tcp();
    }

    @Override
    public List<AvoidedPath> avoidedPaths() {
        return platform().avoidedPaths();
    }

    @Override
    public void forgetAvoidedPaths() {
        platform().forgetAvoidedPaths();
    }

    @Override
    public Availability availability() {
        return availability;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int ranking() {
        return RANKING;
    }

    private LinuxPlatform platform() {
        if (!availability.usable()) {
            throw new IllegalStateException("tfo.linux is not available: " + availability.reason());
        }
        return Native.PLATFORM;
    }

    private static Availability probe() {
        String system = System.getProperty("os.name", "");
        if (!system.equals("Linux")) {
            return Availability.missing("this is " + system + ", not Linux");
        }
        if (Boolean.getBoolean("tfo.linux.disable")) {
            return Availability.missing("the system property tfo.linux.disable is set");
        }
        try {
            return Native.PLATFORM.availability();
        } catch (LinkageError | RuntimeException e) {
            // A second attempt says only that there was a first; that one is its cause.
            Throwable first = e.getCause() == null ? e : e.getCause();
            return Availability.missing("JNA (module com.sun.jna) or its native part cannot be loaded: " + first);
        }
    }

    /** The native side, loaded when first touched, and shared: what one instance learned of a path holds for all. */
    private static final class Native {
        static final LinuxPlatform PLATFORM =
                new LinuxPlatform(new JnaLibc(), new PathMemory(InstantSource.system(), avoid()));

        private static Duration avoid() {
            String text = System.getProperty("tfo.linux.avoid");
            try {
                return text == null ? AVOID : Duration.parse(text);
            } catch (DateTimeParseException e) {
                System.getLogger("tfo.linux")
                        .log(System.Logger.Level.WARNING, "tfo.linux.avoid is not a duration: {0}", text);
                return AVOID;
            }
        }
    }
}
