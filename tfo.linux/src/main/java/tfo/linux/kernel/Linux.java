package tfo.linux.kernel;

/** Constants of the kernel's headers, the same on every architecture that the JDK runs on unless said otherwise. */
public final class Linux {
    private Linux() {}

    /** Level of the TCP options. */
    public static final int IPPROTO_TCP = 6;

    /** tcp(7). */
    public static final int TCP_MAXSEG = 2,
            TCP_CORK = 3,
            TCP_KEEPIDLE = 4,
            TCP_KEEPINTVL = 5,
            TCP_SYNCNT = 7,
            TCP_DEFER_ACCEPT = 9,
            TCP_INFO = 11,
            TCP_CONGESTION = 13,
            TCP_USER_TIMEOUT = 18,
            TCP_FASTOPEN = 23,
            TCP_NOTSENT_LOWAT = 25,
            TCP_FASTOPEN_CONNECT = 30,
            TCP_FASTOPEN_KEY = 33,
            TCP_FASTOPEN_NO_COOKIE = 34;

    /** Level and options of socket(7). */
    public static final int SOL_SOCKET = 1, SO_ERROR = 4, SO_LINGER = 13, SO_DOMAIN = 39, SO_COOKIE = 57;

    /** Address families. */
    public static final int AF_UNSPEC = 0, AF_INET = 2, AF_INET6 = 10;

    /** Flags of send(2). */
    public static final int MSG_DONTWAIT = 0x40, MSG_NOSIGNAL = 0x4000;

    /** Commands of fcntl(2), and the flag they are used for. */
    public static final int F_GETFL = 3, F_SETFL = 4, F_DUPFD_CLOEXEC = 1030, O_NONBLOCK = 0x800;

    /** epoll(7). */
    public static final int EPOLL_CLOEXEC = 0x80000,
            EPOLL_CTL_ADD = 1,
            EPOLL_CTL_DEL = 2,
            EPOLLOUT = 4,
            EPOLLONESHOT = 1 << 30;
}
