package tfo.linux.kernel;

/** Constants of the kernel's headers, the same on every architecture that the JDK runs on unless said otherwise. */
public final class Linux {
    private Linux() {}

    /** Level of the TCP options. */
    public static final int IPPROTO_TCP = 6;

    /** tcp(7) and linux/tcp.h. */
    public static final int TCP_NODELAY = 1,
            TCP_MAXSEG = 2,
            TCP_CORK = 3,
            TCP_KEEPIDLE = 4,
            TCP_KEEPINTVL = 5,
            TCP_KEEPCNT = 6,
            TCP_SYNCNT = 7,
            TCP_LINGER2 = 8,
            TCP_DEFER_ACCEPT = 9,
            TCP_WINDOW_CLAMP = 10,
            TCP_INFO = 11,
            TCP_QUICKACK = 12,
            TCP_CONGESTION = 13,
            TCP_THIN_LINEAR_TIMEOUTS = 16,
            TCP_USER_TIMEOUT = 18,
            TCP_FASTOPEN = 23,
            TCP_NOTSENT_LOWAT = 25,
            TCP_CC_INFO = 26,
            TCP_SAVE_SYN = 27,
            TCP_SAVED_SYN = 28,
            TCP_FASTOPEN_CONNECT = 30,
            TCP_FASTOPEN_KEY = 33,
            TCP_FASTOPEN_NO_COOKIE = 34,
            TCP_INQ = 36,
            TCP_RTO_MAX_MS = 44,
            TCP_RTO_MIN_US = 45,
            TCP_DELACK_MAX_US = 46;

    /** Level and options of socket(7). */
    public static final int SOL_SOCKET = 1,
            SO_TYPE = 3,
            SO_ERROR = 4,
            SO_SNDBUF = 7,
            SO_RCVBUF = 8,
            SO_KEEPALIVE = 9,
            SO_OOBINLINE = 10,
            SO_LINGER = 13,
            SO_BINDTODEVICE = 25,
            SO_ACCEPTCONN = 30,
            SO_MARK = 36,
            SO_DOMAIN = 39,
            SO_BUSY_POLL = 46,
            SO_MAX_PACING_RATE = 47,
            SO_INCOMING_CPU = 49,
            SO_COOKIE = 57;

    /** Address families. */
    public static final int AF_UNSPEC = 0, AF_INET = 2, AF_INET6 = 10;

    /** Flags of send(2) and recv(2). */
    public static final int MSG_OOB = 1, MSG_PEEK = 2, MSG_TRUNC = 0x20, MSG_DONTWAIT = 0x40, MSG_NOSIGNAL = 0x4000;

    // Two of the four have other numbers on POWER.
    private static final boolean POWER = System.getProperty("os.arch", "").startsWith("ppc");

    /** Requests of ioctl(2): tcp(7) and linux/sockios.h. */
    public static final int SIOCINQ = POWER ? 0x4004_667F : 0x541B,
            SIOCOUTQ = POWER ? 0x4004_7473 : 0x5411,
            SIOCATMARK = 0x8905,
            SIOCOUTQNSD = 0x894B;

    /** Events of poll(2). */
    public static final int POLLIN = 1, POLLERR = 8;

    /** Commands of fcntl(2), and the flag they are used for. */
    public static final int F_GETFL = 3, F_SETFL = 4, F_DUPFD_CLOEXEC = 1030, O_NONBLOCK = 0x800;

    /** The flag of dup3(2). */
    public static final int O_CLOEXEC = 0x80000;

    /** epoll(7). */
    public static final int EPOLL_CLOEXEC = 0x80000,
            EPOLL_CTL_ADD = 1,
            EPOLL_CTL_DEL = 2,
            EPOLLOUT = 4,
            EPOLLONESHOT = 1 << 30;
}
