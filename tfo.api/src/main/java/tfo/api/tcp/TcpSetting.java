package tfo.api.tcp;

import static java.time.temporal.ChronoUnit.*;
import static tfo.api.tcp.TcpSetting.Group.*;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * A sysctl of tcp(7) or of the kernel's Documentation/networking/ip-sysctl, those of older kernels included, with the type of its
 * value: a flag, a number, a time, a name, some names or a {@link Vector}. {@link TcpSystemSettings} has the values.
 * net.ipv4.tcp_fastopen_key is left out on purpose: it is a secret.
 */
public final class TcpSetting<T> {
    // Before the constants, which enter themselves.
    private static final List<TcpSetting<?>> ALL = new ArrayList<>();

    /** What is allowed, a mask; {@link FastOpenSettings} decodes it. Since Linux 3.6. */
    public static final TcpSetting<Long> TCP_FASTOPEN = number(FAST_OPEN, "tcp_fastopen");
    /** How long the kernel gives up Fast Open after it met a black hole; zero: it never does. Since Linux 4.12. */
    public static final TcpSetting<Duration> TCP_FASTOPEN_BLACKHOLE_TIMEOUT_SEC =
            time(FAST_OPEN, "tcp_fastopen_blackhole_timeout_sec", SECONDS);
    /** The algorithm of new connections. */
    public static final TcpSetting<String> TCP_CONGESTION_CONTROL = name(CONGESTION, "tcp_congestion_control");
    /** The algorithms that are loaded. */
    public static final TcpSetting<List<String>> TCP_AVAILABLE_CONGESTION_CONTROL =
            names(CONGESTION, "tcp_available_congestion_control");
    /** Those of them that a program without privilege may choose. */
    public static final TcpSetting<List<String>> TCP_ALLOWED_CONGESTION_CONTROL =
            names(CONGESTION, "tcp_allowed_congestion_control");
    /** The congestion window shrinks while nothing is sent (RFC 2861). */
    public static final TcpSetting<Boolean> TCP_SLOW_START_AFTER_IDLE = flag(CONGESTION, "tcp_slow_start_after_idle");
    /** What a connection learned of the path is not kept for the next one. Cookies are kept all the same. */
    public static final TcpSetting<Boolean> TCP_NO_METRICS_SAVE = flag(CONGESTION, "tcp_no_metrics_save");
    /** The slow-start threshold is not kept for the next connection. */
    public static final TcpSetting<Boolean> TCP_NO_SSTHRESH_METRICS_SAVE =
            flag(CONGESTION, "tcp_no_ssthresh_metrics_save");
    /** Explicit congestion notification: 0 never, 1 always, 2 if the peer asks; above that accurate ECN. */
    public static final TcpSetting<Long> TCP_ECN = number(CONGESTION, "tcp_ecn");
    /** A SYN with ECN that gets no answer is sent again without. */
    public static final TcpSetting<Boolean> TCP_ECN_FALLBACK = flag(CONGESTION, "tcp_ecn_fallback");
    /** When the option of accurate ECN is sent. Since Linux 6.18. */
    public static final TcpSetting<Long> TCP_ECN_OPTION = number(CONGESTION, "tcp_ecn_option");
    /** How often in a round trip at least. Since Linux 6.18. */
    public static final TcpSetting<Long> TCP_ECN_OPTION_BEACON = number(CONGESTION, "tcp_ecn_option_beacon");
    /** Small writes wait while packets of the connection are queued in the host. Since Linux 3.14. */
    public static final TcpSetting<Boolean> TCP_AUTOCORKING = flag(CONGESTION, "tcp_autocorking");
    /** Which part of the congestion window one large segment may use up. */
    public static final TcpSetting<Long> TCP_TSO_WIN_DIVISOR = number(CONGESTION, "tcp_tso_win_divisor");
    /** The least segments in one large one. */
    public static final TcpSetting<Long> TCP_MIN_TSO_SEGS = number(CONGESTION, "tcp_min_tso_segs");
    /** The shorter the round trip, the larger the large segments. */
    public static final TcpSetting<Long> TCP_TSO_RTT_LOG = number(CONGESTION, "tcp_tso_rtt_log");
    /** How many bytes of a connection may be queued in the host. */
    public static final TcpSetting<Long> TCP_LIMIT_OUTPUT_BYTES = number(CONGESTION, "tcp_limit_output_bytes");
    /** Pacing in congestion avoidance, in per cent of the rate measured. */
    public static final TcpSetting<Long> TCP_PACING_CA_RATIO = number(CONGESTION, "tcp_pacing_ca_ratio");
    /** The same in slow start. */
    public static final TcpSetting<Long> TCP_PACING_SS_RATIO = number(CONGESTION, "tcp_pacing_ss_ratio");
    /** The queueing discipline of new devices; fq paces each connection by itself. */
    public static final TcpSetting<String> DEFAULT_QDISC = name(CONGESTION, "net.core.default_qdisc");
    /** Connections look for another path when theirs is congested (PLB). Since Linux 6.2. */
    public static final TcpSetting<Boolean> TCP_PLB_ENABLED = flag(CONGESTION, "tcp_plb_enabled");
    /** After so many congested rounds, if idle. */
    public static final TcpSetting<Long> TCP_PLB_IDLE_REHASH_ROUNDS = number(CONGESTION, "tcp_plb_idle_rehash_rounds");
    /** After so many congested rounds, in any case. */
    public static final TcpSetting<Long> TCP_PLB_REHASH_ROUNDS = number(CONGESTION, "tcp_plb_rehash_rounds");
    /** How long not, after an RTO. */
    public static final TcpSetting<Duration> TCP_PLB_SUSPEND_RTO_SEC =
            time(CONGESTION, "tcp_plb_suspend_rto_sec", SECONDS);
    /** Which share of marked packets, in 256ths, makes a congested round. */
    public static final TcpSetting<Long> TCP_PLB_CONG_THRESH = number(CONGESTION, "tcp_plb_cong_thresh");
    /** Appropriate byte counting (RFC 3465); gone in Linux 3.9. */
    public static final TcpSetting<Long> TCP_ABC = number(CONGESTION, "tcp_abc");
    /** Limited slow start (RFC 3742): the window from which on; zero: never; gone in Linux 3.13. */
    public static final TcpSetting<Long> TCP_MAX_SSTHRESH = number(CONGESTION, "tcp_max_ssthresh");
    /** BIC congestion control; gone in Linux 2.6.13. */
    public static final TcpSetting<Boolean> TCP_BIC = flag(CONGESTION, "tcp_bic");
    /** Its threshold; gone in Linux 2.6.13. */
    public static final TcpSetting<Long> TCP_BIC_LOW_WINDOW = number(CONGESTION, "tcp_bic_low_window");
    /** How it reacts to change; gone in Linux 2.6.13. */
    public static final TcpSetting<Boolean> TCP_BIC_FAST_CONVERGENCE = flag(CONGESTION, "tcp_bic_fast_convergence");
    /** Vegas congestion control; gone in Linux 2.6.13. */
    public static final TcpSetting<Boolean> TCP_VEGAS_CONG_AVOID = flag(CONGESTION, "tcp_vegas_cong_avoid");
    /** Westwood+ congestion control; gone in Linux 2.6.13. */
    public static final TcpSetting<Boolean> TCP_WESTWOOD = flag(CONGESTION, "tcp_westwood");
    /** Selective acknowledgements (RFC 2018). */
    public static final TcpSetting<Boolean> TCP_SACK = flag(LOSS, "tcp_sack");
    /** Acknowledgements of what came twice (RFC 2883). */
    public static final TcpSetting<Boolean> TCP_DSACK = flag(LOSS, "tcp_dsack");
    /** Forward acknowledgements; without effect since Linux 4.15. */
    public static final TcpSetting<Boolean> TCP_FACK = flag(LOSS, "tcp_fack");
    /** Detection of timeouts that were none (F-RTO, RFC 5682). */
    public static final TcpSetting<Long> TCP_FRTO = number(LOSS, "tcp_frto");
    /** What is done then; gone in Linux 3.10. */
    public static final TcpSetting<Long> TCP_FRTO_RESPONSE = number(LOSS, "tcp_frto_response");
    /** Features of loss detection, a mask; 0x1 is RACK (RFC 8985). */
    public static final TcpSetting<Long> TCP_RECOVERY = number(LOSS, "tcp_recovery");
    /** Tail loss probes: 0 none, 3 on. */
    public static final TcpSetting<Long> TCP_EARLY_RETRANS = number(LOSS, "tcp_early_retrans");
    /** By how many segments packets may overtake each other at first. */
    public static final TcpSetting<Long> TCP_REORDERING = number(LOSS, "tcp_reordering");
    /** The most that this may grow to. */
    public static final TcpSetting<Long> TCP_MAX_REORDERING = number(LOSS, "tcp_max_reordering");
    /** Small segments are joined when they are sent again. */
    public static final TcpSetting<Boolean> TCP_RETRANS_COLLAPSE = flag(LOSS, "tcp_retrans_collapse");
    /** After how many retransmissions the network layer is asked for another route. */
    public static final TcpSetting<Long> TCP_RETRIES1 = number(LOSS, "tcp_retries1");
    /** After how many the connection is given up. */
    public static final TcpSetting<Long> TCP_RETRIES2 = number(LOSS, "tcp_retries2");
    /** The same for a connection that this end has closed; zero means eight. */
    public static final TcpSetting<Long> TCP_ORPHAN_RETRIES = number(LOSS, "tcp_orphan_retries");
    /** The shortest RTO. Since Linux 6.11. */
    public static final TcpSetting<Duration> TCP_RTO_MIN_US = time(LOSS, "tcp_rto_min_us", MICROS);
    /** The longest RTO. Since Linux 6.15. */
    public static final TcpSetting<Duration> TCP_RTO_MAX_MS = time(LOSS, "tcp_rto_max_ms", MILLIS);
    /** Over which time the smallest round trip is taken. */
    public static final TcpSetting<Duration> TCP_MIN_RTT_WLEN = time(LOSS, "tcp_min_rtt_wlen", SECONDS);
    /** Connections with little under way do not double their RTO at once. */
    public static final TcpSetting<Boolean> TCP_THIN_LINEAR_TIMEOUTS = flag(LOSS, "tcp_thin_linear_timeouts");
    /** They take one duplicate acknowledgement for a loss; gone in Linux 4.11. */
    public static final TcpSetting<Boolean> TCP_THIN_DUPACK = flag(LOSS, "tcp_thin_dupack");
    /** How long selective acknowledgements may be put off to be joined. */
    public static final TcpSetting<Duration> TCP_COMP_SACK_DELAY_NS = time(LOSS, "tcp_comp_sack_delay_ns", NANOS);
    /** How exactly that is timed. */
    public static final TcpSetting<Duration> TCP_COMP_SACK_SLACK_NS = time(LOSS, "tcp_comp_sack_slack_ns", NANOS);
    /** How many may be joined. */
    public static final TcpSetting<Long> TCP_COMP_SACK_NR = number(LOSS, "tcp_comp_sack_nr");
    /** How long a connection is idle before it is probed, with SO_KEEPALIVE. */
    public static final TcpSetting<Duration> TCP_KEEPALIVE_TIME = time(KEEPALIVE, "tcp_keepalive_time", SECONDS);
    /** How long from one probe to the next. */
    public static final TcpSetting<Duration> TCP_KEEPALIVE_INTVL = time(KEEPALIVE, "tcp_keepalive_intvl", SECONDS);
    /** How many probes may remain unanswered. */
    public static final TcpSetting<Long> TCP_KEEPALIVE_PROBES = number(KEEPALIVE, "tcp_keepalive_probes");
    /** How often a SYN is sent again. */
    public static final TcpSetting<Long> TCP_SYN_RETRIES = number(HANDSHAKE, "tcp_syn_retries");
    /** How often a SYN-ACK is sent again. */
    public static final TcpSetting<Long> TCP_SYNACK_RETRIES = number(HANDSHAKE, "tcp_synack_retries");
    /** How many times a SYN is sent again at the same distance, before each distance doubles. Since Linux 6.5. */
    public static final TcpSetting<Long> TCP_SYN_LINEAR_TIMEOUTS = number(HANDSHAKE, "tcp_syn_linear_timeouts");
    /** SYN cookies: 0 never, 1 when the queue is full, 2 always, which leaves listeners without Fast Open. */
    public static final TcpSetting<Long> TCP_SYNCOOKIES = number(HANDSHAKE, "tcp_syncookies");
    /** How many handshakes a listener may have under way. */
    public static final TcpSetting<Long> TCP_MAX_SYN_BACKLOG = number(HANDSHAKE, "tcp_max_syn_backlog");
    /** How many connections may wait to be accepted: the most that any backlog or Fast Open queue can be. */
    public static final TcpSetting<Long> SOMAXCONN = number(HANDSHAKE, "net.core.somaxconn");
    /** Connections for which a listener has no room are reset. */
    public static final TcpSetting<Boolean> TCP_ABORT_ON_OVERFLOW = flag(HANDSHAKE, "tcp_abort_on_overflow");
    /** Timestamps (RFC 7323): 0 none, 1 with a random offset, 2 without. */
    public static final TcpSetting<Long> TCP_TIMESTAMPS = number(HANDSHAKE, "tcp_timestamps");
    /** Windows above 64 KiB (RFC 7323). */
    public static final TcpSetting<Boolean> TCP_WINDOW_SCALING = flag(HANDSHAKE, "tcp_window_scaling");
    /** Waiting connections of a listener that closes go to others on its port. Since Linux 5.14. */
    public static final TcpSetting<Boolean> TCP_MIGRATE_REQ = flag(HANDSHAKE, "tcp_migrate_req");
    /** A segment finds its connection before it is routed. */
    public static final TcpSetting<Boolean> TCP_EARLY_DEMUX = flag(HANDSHAKE, "tcp_early_demux");
    /** Accepted connections answer with the client's type of service. Since Linux 5.10. */
    public static final TcpSetting<Boolean> TCP_REFLECT_TOS = flag(HANDSHAKE, "tcp_reflect_tos");
    /** Accepted connections take over the mark of the SYN. */
    public static final TcpSetting<Boolean> TCP_FWMARK_ACCEPT = flag(HANDSHAKE, "tcp_fwmark_accept");
    /** Listeners accept from other layer-3 domains. */
    public static final TcpSetting<Boolean> TCP_L3MDEV_ACCEPT = flag(HANDSHAKE, "tcp_l3mdev_accept");
    /** How many challenge acknowledgements (RFC 5961) are sent in a second. */
    public static final TcpSetting<Long> TCP_CHALLENGE_ACK_LIMIT = number(HANDSHAKE, "tcp_challenge_ack_limit");
    /** At least so long from one answer to an invalid segment to the next. */
    public static final TcpSetting<Duration> TCP_INVALID_RATELIMIT = time(HANDSHAKE, "tcp_invalid_ratelimit", MILLIS);
    /** How long a closed connection waits for the peer's FIN. */
    public static final TcpSetting<Duration> TCP_FIN_TIMEOUT = time(CLOSING, "tcp_fin_timeout", SECONDS);
    /** How many connections may be in TIME_WAIT. */
    public static final TcpSetting<Long> TCP_MAX_TW_BUCKETS = number(CLOSING, "tcp_max_tw_buckets");
    /** Ports in TIME_WAIT serve new connections: 0 never, 1 always, 2 on loopback. */
    public static final TcpSetting<Long> TCP_TW_REUSE = number(CLOSING, "tcp_tw_reuse");
    /** After how long at the earliest. Since Linux 6.14. */
    public static final TcpSetting<Duration> TCP_TW_REUSE_DELAY = time(CLOSING, "tcp_tw_reuse_delay", MILLIS);
    /** TIME_WAIT was cut short, which broke clients behind NAT; gone in Linux 4.12. */
    public static final TcpSetting<Boolean> TCP_TW_RECYCLE = flag(CLOSING, "tcp_tw_recycle");
    /** How many connections may exist that no program holds. */
    public static final TcpSetting<Long> TCP_MAX_ORPHANS = number(CLOSING, "tcp_max_orphans");
    /** A reset does not end TIME_WAIT. */
    public static final TcpSetting<Boolean> TCP_RFC1337 = flag(CLOSING, "tcp_rfc1337");
    /** Pages of all connections together: up to the first nothing is done, from the second on they are saved, the third is the most. */
    public static final TcpSetting<Vector> TCP_MEM = vector(BUFFERS, "tcp_mem");
    /** Bytes of a receive buffer: the least, that at first, the most. */
    public static final TcpSetting<Vector> TCP_RMEM = vector(BUFFERS, "tcp_rmem");
    /** Bytes of a send buffer: the least, that at first, the most. */
    public static final TcpSetting<Vector> TCP_WMEM = vector(BUFFERS, "tcp_wmem");
    /** Receive buffers grow as needed. */
    public static final TcpSetting<Boolean> TCP_MODERATE_RCVBUF = flag(BUFFERS, "tcp_moderate_rcvbuf");
    /** Unsent bytes below which a socket counts as writable; 4294967295: no limit. */
    public static final TcpSetting<Long> TCP_NOTSENT_LOWAT = number(BUFFERS, "tcp_notsent_lowat");
    /** Which part of a receive buffer is not offered as window. */
    public static final TcpSetting<Long> TCP_ADV_WIN_SCALE = number(BUFFERS, "tcp_adv_win_scale");
    /** Which part of the window is kept for the program. */
    public static final TcpSetting<Long> TCP_APP_WIN = number(BUFFERS, "tcp_app_win");
    /** A window that was offered may be taken back. */
    public static final TcpSetting<Boolean> TCP_SHRINK_WINDOW = flag(BUFFERS, "tcp_shrink_window");
    /** Peers that scale no windows are taken for those that misread windows above 32 KiB. */
    public static final TcpSetting<Boolean> TCP_WORKAROUND_SIGNED_WINDOWS =
            flag(BUFFERS, "tcp_workaround_signed_windows");
    /** Bytes of a receive buffer of other protocols at first. */
    public static final TcpSetting<Long> RMEM_DEFAULT = number(BUFFERS, "net.core.rmem_default");
    /** The most that SO_RCVBUF takes. */
    public static final TcpSetting<Long> RMEM_MAX = number(BUFFERS, "net.core.rmem_max");
    /** Bytes of a send buffer of other protocols at first. */
    public static final TcpSetting<Long> WMEM_DEFAULT = number(BUFFERS, "net.core.wmem_default");
    /** The most that SO_SNDBUF takes. */
    public static final TcpSetting<Long> WMEM_MAX = number(BUFFERS, "net.core.wmem_max");
    /** The most memory for a socket's options and ancillary data. */
    public static final TcpSetting<Long> OPTMEM_MAX = number(BUFFERS, "net.core.optmem_max");
    /** Without effect since Linux 4.14. */
    public static final TcpSetting<Boolean> TCP_LOW_LATENCY = flag(RECEIVING, "tcp_low_latency");
    /** From which size on a read was done by DMA; gone in Linux 3.13. */
    public static final TcpSetting<Long> TCP_DMA_COPYBREAK = number(RECEIVING, "tcp_dma_copybreak");
    /** One acknowledgement for segments that waited together. Since Linux 6.7. */
    public static final TcpSetting<Boolean> TCP_BACKLOG_ACK_DEFER = flag(RECEIVING, "tcp_backlog_ack_defer");
    /** After how many answers a connection counts as interactive and puts off acknowledgements. */
    public static final TcpSetting<Long> TCP_PINGPONG_THRESH = number(RECEIVING, "tcp_pingpong_thresh");
    /** How long a read looks for packets in the device's queue instead of sleeping; SO_BUSY_POLL of new sockets. */
    public static final TcpSetting<Duration> BUSY_READ = time(RECEIVING, "net.core.busy_read", MICROS);
    /** The same for poll(2), select(2) and epoll_wait(2). */
    public static final TcpSetting<Duration> BUSY_POLL = time(RECEIVING, "net.core.busy_poll", MICROS);
    /** The urgent pointer is that of RFC 1122, not BSD's. */
    public static final TcpSetting<Boolean> TCP_STDURG = flag(RECEIVING, "tcp_stdurg");
    /** Search for the path's MTU by probes: 0 never, 1 after a black hole, 2 always. */
    public static final TcpSetting<Long> TCP_MTU_PROBING = number(PATH, "tcp_mtu_probing");
    /** With which segments the search begins. */
    public static final TcpSetting<Long> TCP_BASE_MSS = number(PATH, "tcp_base_mss");
    /** The smallest segments it comes down to. */
    public static final TcpSetting<Long> TCP_MTU_PROBE_FLOOR = number(PATH, "tcp_mtu_probe_floor");
    /** The smallest segments that a peer can make us send. */
    public static final TcpSetting<Long> TCP_MIN_SND_MSS = number(PATH, "tcp_min_snd_mss");
    /** How long until a larger one is tried. */
    public static final TcpSetting<Duration> TCP_PROBE_INTERVAL = time(PATH, "tcp_probe_interval", SECONDS);
    /** The search ends when this many bytes remain. */
    public static final TcpSetting<Long> TCP_PROBE_THRESHOLD = number(PATH, "tcp_probe_threshold");
    /** A connection in trouble tries another path. Since Linux 5.18. */
    public static final TcpSetting<Boolean> TXREHASH = flag(PATH, "net.core.txrehash");
    /** The size of the table of connections; negative: the table is the host's. */
    public static final TcpSetting<Long> TCP_EHASH_ENTRIES = number(OTHER, "tcp_ehash_entries");
    /** The size of the table in network namespaces made from here; zero: the host's table. */
    public static final TcpSetting<Long> TCP_CHILD_EHASH_ENTRIES = number(OTHER, "tcp_child_ehash_entries");
    /** What can be put on top of a connection inside the kernel (TCP_ULP), such as tls. Since Linux 4.13. */
    public static final TcpSetting<List<String>> TCP_AVAILABLE_ULP = names(OTHER, "tcp_available_ulp");

    private final Group group;
    private final String name;
    private final SettingText<T> text;

    private TcpSetting(Group group, String name, SettingText<T> text) {
        this.group = group;
        this.name = name.startsWith("net.") ? name : "net.ipv4." + name;
        this.text = text;
        ALL.add(this);
    }

    private static TcpSetting<Long> number(Group group, String name) {
        return new TcpSetting<>(group, name, SettingText.NUMBER);
    }

    private static TcpSetting<Boolean> flag(Group group, String name) {
        return new TcpSetting<>(group, name, SettingText.FLAG);
    }

    private static TcpSetting<Duration> time(Group group, String name, ChronoUnit unit) {
        return new TcpSetting<>(group, name, SettingText.time(unit));
    }

    private static TcpSetting<String> name(Group group, String name) {
        return new TcpSetting<>(group, name, SettingText.NAME);
    }

    private static TcpSetting<List<String>> names(Group group, String name) {
        return new TcpSetting<>(group, name, SettingText.NAMES);
    }

    private static TcpSetting<Vector> vector(Group group, String name) {
        return new TcpSetting<>(group, name, SettingText.VECTOR);
    }

    /** All of them, group by group. */
    public static List<TcpSetting<?>> all() {
        return Collections.unmodifiableList(ALL);
    }

    /** Its name for sysctl(8), such as {@code net.ipv4.tcp_sack}. */
    public String name() {
        return name;
    }

    /** What it is about. */
    public Group group() {
        return group;
    }

    /** The value that the text of the file under /proc/sys stands for; empty if the text is none of this type. */
    Optional<T> decode(String text) {
        return this.text.decode(text);
    }

    /** Its {@link #name}. */
    @Override
    public String toString() {
        return name;
    }

    /** What settings are about. */
    public enum Group {
        /** Data in the SYN. */
        FAST_OPEN,
        /** How fast to send. */
        CONGESTION,
        /** What to send again, and when. */
        LOSS,
        /** Probes of an idle peer. */
        KEEPALIVE,
        /** How connections begin. */
        HANDSHAKE,
        /** How they end. */
        CLOSING,
        /** Memory and windows. */
        BUFFERS,
        /** When what came is acknowledged, and how a program gets it. */
        RECEIVING,
        /** The way to the peer, and the size of segments on it. */
        PATH,
        /** The table of connections, and what can be put on top of one. */
        OTHER
    }

    /**
     * Three numbers that belong together; what they mean the setting says.
     *
     * @param first the least
     * @param second the one between
     * @param third the most
     */
    public record Vector(long first, long second, long third) {
        /** The numbers as the kernel writes them. */
        @Override
        public String toString() {
            return first + " " + second + " " + third;
        }
    }
}
