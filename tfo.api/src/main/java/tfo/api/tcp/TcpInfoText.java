package tfo.api.tcp;

import static tfo.api.tcp.TcpInfoField.*;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Writes a {@link TcpInfo} as {@code ss -tio} of ss(8) does: the same names, the same order, and nothing of what is zero. */
final class TcpInfoText {
    // C's %g: six digits that count, no zeros at the end.
    private static final MathContext SIX_DIGITS = new MathContext(6);
    private static final long USUAL_REORDERING = 3, SHOWN_THRESHOLD = 0xFFFF, NOT_MEASURED = 0xFFFF_FFFFL;
    private static final long INITIAL_RTO = 3_000_000;

    private final TcpInfo info;
    private final StringBuilder text = new StringBuilder();

    private TcpInfoText(TcpInfo info) {
        this.info = info;
    }

    static String of(TcpInfo info) {
        TcpInfoText writer = new TcpInfoText(info);
        writer.options();
        writer.times();
        writer.sizes();
        writer.traffic();
        writer.rates();
        writer.limits();
        writer.loss();
        writer.receiving();
        return writer.text.toString();
    }

    private void options() {
        word(info.state().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        option(TcpInfo.Option.TIMESTAMPS, "ts");
        option(TcpInfo.Option.USEC_TS, "usec_ts");
        option(TcpInfo.Option.SACK, "sack");
        option(TcpInfo.Option.ECN, "ecn");
        option(TcpInfo.Option.ECN_SEEN, "ecnseen");
        option(TcpInfo.Option.SYN_DATA, "fastopen");
        option(TcpInfo.Option.TFO_CHILD, "fastopen_child");
        if (info.options().contains(TcpInfo.Option.WSCALE)) {
            word("wscale:" + value(SND_WSCALE) + "," + value(RCV_WSCALE));
        }
    }

    private void times() {
        if (value(RTO) != INITIAL_RTO) {
            millis("rto", RTO);
        }
        count("backoff", BACKOFF);
        if (value(RTT) != 0) {
            word("rtt:" + millis(RTT) + "/" + millis(RTTVAR));
        }
        millis("ato", ATO);
    }

    private void sizes() {
        count("mss", SND_MSS);
        count("pmtu", PMTU);
        count("rcvmss", RCV_MSS);
        count("advmss", ADVMSS);
        count("cwnd", SND_CWND);
        if (value(SND_SSTHRESH) < SHOWN_THRESHOLD) {
            count("ssthresh", SND_SSTHRESH);
        }
    }

    private void traffic() {
        count("bytes_sent", BYTES_SENT);
        count("bytes_retrans", BYTES_RETRANS);
        count("bytes_acked", BYTES_ACKED);
        count("bytes_received", BYTES_RECEIVED);
        count("segs_out", SEGS_OUT);
        count("segs_in", SEGS_IN);
        count("data_segs_out", DATA_SEGS_OUT);
        count("data_segs_in", DATA_SEGS_IN);
    }

    private void rates() {
        if (value(RTT) > 0 && value(SND_MSS) > 0 && value(SND_CWND) > 0) {
            word("send " + bits((double) value(SND_CWND) * value(SND_MSS) * 1_000_000 / value(RTT)));
        }
        if (connected()) {
            count("lastsnd", LAST_DATA_SENT);
            count("lastrcv", LAST_DATA_RECV);
            count("lastack", LAST_ACK_RECV);
        }
        if (limited(PACING_RATE)) {
            word("pacing_rate " + bits((double) value(PACING_RATE))
                    + (limited(MAX_PACING_RATE) ? "/" + bits((double) value(MAX_PACING_RATE)) : ""));
        }
        if (value(DELIVERY_RATE) != 0) {
            word("delivery_rate " + bits((double) value(DELIVERY_RATE)));
        }
        count("delivered", DELIVERED);
        count("delivered_ce", DELIVERED_CE);
    }

    private void limits() {
        if (value(DELIVERY_RATE_APP_LIMITED) != 0) {
            word("app_limited");
        }
        if (value(BUSY_TIME) != 0) {
            word("busy:" + value(BUSY_TIME) / 1000 + "ms");
            share("rwnd_limited", RWND_LIMITED);
            share("sndbuf_limited", SNDBUF_LIMITED);
        }
    }

    private void loss() {
        count("unacked", UNACKED);
        if (value(RETRANS) != 0 || value(TOTAL_RETRANS) != 0) {
            word("retrans:" + value(RETRANS) + "/" + value(TOTAL_RETRANS));
        }
        count("lost", LOST);
        if (info.state() != TcpState.LISTEN) {
            count("sacked", SACKED);
        }
        count("dsack_dups", DSACK_DUPS);
        count("fackets", FACKETS);
        if (value(REORDERING) != USUAL_REORDERING) {
            count("reordering", REORDERING);
        }
        count("reord_seen", REORD_SEEN);
    }

    private void receiving() {
        millis("rcv_rtt", RCV_RTT);
        count("rcv_space", RCV_SPACE);
        count("rcv_ssthresh", RCV_SSTHRESH);
        count("notsent", NOTSENT_BYTES);
        if (value(MIN_RTT) != NOT_MEASURED) {
            millis("minrtt", MIN_RTT);
        }
        count("rcv_ooopack", RCV_OOOPACK);
        count("snd_wnd", SND_WND);
        count("rcv_wnd", RCV_WND);
        count("rehash", REHASH);
    }

    private long value(TcpInfoField field) {
        return info.get(field).orElse(0);
    }

    // Before that the kernel counts these times from the zero of its clock.
    private boolean connected() {
        return info.state() != TcpState.CLOSED || value(SEGS_OUT) != 0 || value(SEGS_IN) != 0;
    }

    private boolean limited(TcpInfoField rate) {
        return value(rate) != 0 && value(rate) != -1;
    }

    private void option(TcpInfo.Option option, String name) {
        if (info.options().contains(option)) {
            word(name);
        }
    }

    private void count(String name, TcpInfoField field) {
        if (value(field) != 0) {
            word(name + ":" + Long.toUnsignedString(value(field)));
        }
    }

    private void millis(String name, TcpInfoField field) {
        if (value(field) != 0) {
            word(name + ":" + millis(field));
        }
    }

    private String millis(TcpInfoField field) {
        BigDecimal millis = BigDecimal.valueOf(value(field), 3).round(SIX_DIGITS);
        return millis.signum() == 0 ? "0" : millis.stripTrailingZeros().toPlainString();
    }

    private void share(String name, TcpInfoField field) {
        if (value(field) != 0) {
            double percent = 100.0 * value(field) / value(BUSY_TIME);
            word(String.format(Locale.ROOT, "%s:%dms(%.1f%%)", name, value(field) / 1000, percent));
        }
    }

    private static String bits(double bytesPerSecond) {
        return String.format(Locale.ROOT, "%.0fbps", bytesPerSecond * 8);
    }

    private void word(String word) {
        text.append(text.isEmpty() ? "" : " ").append(word);
    }
}
