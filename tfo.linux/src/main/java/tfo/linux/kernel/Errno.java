package tfo.linux.kernel;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An error number of errno(3), with its name and the exception that a Java programmer expects for it. */
public enum Errno {
    /** A privilege is missing, or a sandbox refuses. */
    EPERM(1, "Operation not permitted"),
    /** There is none of that name. */
    ENOENT(2, "No such file or directory"),
    /** The call was interrupted by a signal. */
    EINTR(4, "Interrupted system call"),
    /** The descriptor is not open. */
    EBADF(9, "Bad file descriptor"),
    /** It would have to wait. */
    EAGAIN(11, "Resource temporarily unavailable"),
    /** The kernel has no memory left. */
    ENOMEM(12, "Cannot allocate memory"),
    /** A port below 1024, a route of type prohibit, or a firewall on the way by ICMPv6. */
    EACCES(13, "Permission denied"),
    /** There is no such device. */
    ENODEV(19, "No such device"),
    /** A value is out of range, or does not go with the socket's state. */
    EINVAL(22, "Invalid argument"),
    /** The machine has no descriptor left. */
    ENFILE(23, "Too many open files in system"),
    /** The process has no descriptor left. */
    EMFILE(24, "Too many open files"),
    /** The peer has closed, or this side has shut down its output. */
    EPIPE(32, "Broken pipe"),
    /** The host is not on the network, says a router. */
    ENONET(64, "Machine is not on the network"),
    /** A host or router cannot make sense of the packet. */
    EPROTO(71, "Protocol error"),
    /** The kernel does not know the option; for connect: the peer's does not know TCP. */
    ENOPROTOOPT(92, "Protocol not available"),
    /** The kernel knows it but is not allowed to: for Fast Open, by net.ipv4.tcp_fastopen. */
    EOPNOTSUPP(95, "Operation not supported"),
    /** An address of another family than the socket's. */
    EAFNOSUPPORT(97, "Address family not supported by protocol"),
    /** Somebody has the address. */
    EADDRINUSE(98, "Address already in use"),
    /** The address is not one of this host, or no port is left. */
    EADDRNOTAVAIL(99, "Cannot assign requested address"),
    /** The network interface is down. */
    ENETDOWN(100, "Network is down"),
    /** There is no route, or a router has none. */
    ENETUNREACH(101, "Network is unreachable"),
    /** The connection was ended by this machine's administrator, or by a firewall of its own. */
    ECONNABORTED(103, "Software caused connection abort"),
    /** The peer reset the connection. */
    ECONNRESET(104, "Connection reset by peer"),
    /** The kernel's memory for buffers is used up. */
    ENOBUFS(105, "No buffer space available"),
    /** It is connected already. */
    EISCONN(106, "Transport endpoint is already connected"),
    /** It is not connected. */
    ENOTCONN(107, "Transport endpoint is not connected"),
    /** The kernel gave up waiting: tcp_syn_retries or TCP_USER_TIMEOUT. */
    ETIMEDOUT(110, "Connection timed out"),
    /** Nobody listens there. */
    ECONNREFUSED(111, "Connection refused"),
    /** The host does not exist, says a router. */
    EHOSTDOWN(112, "Host is down"),
    /** The host cannot be reached, or a firewall on the way says so. */
    EHOSTUNREACH(113, "No route to host"),
    /** It goes on in the background. */
    EINPROGRESS(115, "Operation now in progress");

    // What the kernel makes of a RST, or of an ICMP or ICMPv6 error, that answers a SYN.
    private static final Set<Errno> ANSWERS = EnumSet.of(
            EACCES, ENONET, EPROTO, ENOPROTOOPT, EOPNOTSUPP, ENETUNREACH, ECONNREFUSED, EHOSTDOWN, EHOSTUNREACH);

    // The JDK's own words for ECONNRESET, in some places.
    private static final String RESET = "Connection reset";

    private static final Map<Integer, Errno> BY_CODE =
            Stream.of(values()).collect(Collectors.toUnmodifiableMap(errno -> errno.code, errno -> errno));

    static {
        // A switch over an enum is a class of its own, which without a descriptor cannot be loaded from a folder: so it
        // is at once.
        EMFILE.exception(EMFILE.words());
    }

    private final int code;
    private final String text;

    Errno(int code, String text) {
        this.code = code;
        this.text = text;
    }

    /** Whether a result of {@link Libc} is this error. */
    public boolean is(long result) {
        return result == -code;
    }

    /** Whether a result of {@link Libc} may be what somebody on the network answered to a SYN: the peer, or a box on the way. */
    public static boolean answered(long result) {
        return ANSWERS.contains(BY_CODE.get((int) -result));
    }

    /** The number as {@link Libc} returns it. */
    public int result() {
        return -code;
    }

    /** The exception for a negative result of {@link Libc}, with a message that names operation, peer and code. */
    public static IOException during(long result, String operation, @Nullable Object peer) {
        String what = peer == null ? operation : operation + " " + peer;
        return exception(result, what + ": ");
    }

    /** The exception for a negative result of {@link Libc}, for one who will add the operation. */
    public static IOException exception(long result) {
        return exception(result, "");
    }

    private static IOException exception(long result, String what) {
        Errno errno = BY_CODE.get((int) -result);
        return errno == null ? new SocketException(what + "errno " + -result) : errno.exception(what + errno.words());
    }

    private IOException exception(String message) {
        return switch (this) {
            case EBADF -> new ClosedChannelException();
            case ECONNREFUSED, ENETUNREACH -> new ConnectException(message);
            case ETIMEDOUT -> new SocketTimeoutException(message);
            case EHOSTUNREACH -> new NoRouteToHostException(message);
            case EACCES, EADDRINUSE, EADDRNOTAVAIL -> new BindException(message);
            case EPROTO -> new ProtocolException(message);
            default -> new SocketException(message);
        };
    }

    /**
     * The error that a message of the JDK's is about, which has the C library's words for it and no more, or one of this class. None
     * where the C library speaks another language than English.
     */
    public static Optional<Errno> of(@Nullable String message) {
        if (RESET.equals(message)) {
            return Optional.of(ECONNRESET);
        }
        return Stream.of(values())
                .filter(errno -> errno.text.equals(message) || errno.words().equals(message))
                .findFirst();
    }

    private String words() {
        return text + " (" + name() + ")";
    }

    /** The name of the error in a negative result of {@link Libc}. */
    public static String name(long result) {
        Errno errno = BY_CODE.get((int) -result);
        return errno == null ? "errno " + -result : errno.name();
    }
}
