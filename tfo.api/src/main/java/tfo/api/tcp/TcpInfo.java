package tfo.api.tcp;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A snapshot of struct tcp_info, TCP_INFO of tcp(7): every field under its name in linux/tcp.h. The struct has grown with the
 * kernel; a field that the running one lacks is absent from {@link #fields()}.
 *
 * <p>Of the methods those that tell what is counted or granted show as zero what the kernel lacks; those that tell what is measured,
 * the round-trip times, are empty until it was. {@link #toString} writes what {@code ss -ti} of ss(8) writes.
 *
 * @param fields the fields that the kernel filled in, in the order of the struct, each in its own unit; an unsigned 64-bit value
 *     above the largest long is negative
 */
public record TcpInfo(Map<TcpInfoField, Long> fields) {
    // What the kernel means by "no limit" and by "not measured".
    private static final long INFINITE_THRESHOLD = Integer.MAX_VALUE, UNMEASURED = 0xFFFF_FFFFL;

    /** Copies the fields. */
    public TcpInfo {
        Map<TcpInfoField, Long> copy = new EnumMap<>(TcpInfoField.class);
        copy.putAll(fields);
        fields = Collections.unmodifiableMap(copy);
    }

    /** The field as the kernel gave it, in the field's unit; empty if the running kernel has no such field. */
    public OptionalLong get(TcpInfoField field) {
        Long value = fields.get(field);
        return value == null ? OptionalLong.empty() : OptionalLong.of(value);
    }

    /**
     * The field as a time; empty if the running kernel has no such field.
     *
     * @throws IllegalArgumentException if the field is no time
     */
    public Optional<Duration> time(TcpInfoField field) {
        if (field.unit() != TcpInfoField.Unit.MICROSECONDS && field.unit() != TcpInfoField.Unit.MILLISECONDS) {
            throw new IllegalArgumentException(field + " is no time");
        }
        return Optional.ofNullable(fields.get(field))
                .map(value -> Duration.of(
                        value, field.unit() == TcpInfoField.Unit.MICROSECONDS ? ChronoUnit.MICROS : ChronoUnit.MILLIS));
    }

    private long value(TcpInfoField field) {
        return get(field).orElse(0);
    }

    private int count(TcpInfoField field) {
        return (int) Math.min(value(field), Integer.MAX_VALUE);
    }

    private Duration span(TcpInfoField field) {
        return time(field).orElse(Duration.ZERO);
    }

    /** The connection's state. */
    public TcpState state() {
        return constant(TcpState.values(), TcpInfoField.STATE, TcpState.UNKNOWN);
    }

    /** What its congestion control does about loss. */
    public CongestionState congestionState() {
        return constant(CongestionState.values(), TcpInfoField.CA_STATE, CongestionState.UNKNOWN);
    }

    private <E extends Enum<E>> E constant(E[] constants, TcpInfoField field, E otherwise) {
        long number = value(field);
        return number >= 0 && number < constants.length ? constants[(int) number] : otherwise;
    }

    /** What both sides agreed on with their SYNs, and what has been seen since. */
    public Set<Option> options() {
        Set<Option> options = EnumSet.noneOf(Option.class);
        for (Option option : Option.values()) {
            if ((value(TcpInfoField.OPTIONS) & option.mask) != 0) {
                options.add(option);
            }
        }
        return Collections.unmodifiableSet(options);
    }

    /** Data in the SYN was acknowledged; on an accepted connection: was received (TCPI_OPT_SYN_DATA). */
    public boolean synDataAcked() {
        return options().contains(Option.SYN_DATA);
    }

    /** Why data in the SYN was not acknowledged. */
    public FastOpenClientFailure fastOpenFailure() {
        return constant(
                FastOpenClientFailure.values(),
                TcpInfoField.FASTOPEN_CLIENT_FAIL,
                FastOpenClientFailure.SYN_RETRANSMITTED);
    }

    /** The smoothed round-trip time; empty if none was measured yet. */
    public Optional<Duration> rtt() {
        return measured(TcpInfoField.RTT);
    }

    /** Its mean deviation; empty if none was measured yet, though the kernel has a value to begin with. */
    public Optional<Duration> rttVariation() {
        return rtt().flatMap(known -> time(TcpInfoField.RTTVAR));
    }

    /** The smallest round-trip time seen; empty if none was measured yet, or the running kernel does not keep it. */
    public Optional<Duration> minRtt() {
        return value(TcpInfoField.MIN_RTT) == UNMEASURED ? Optional.empty() : measured(TcpInfoField.MIN_RTT);
    }

    /** The round-trip time as a receiver sees it; empty if none was measured yet. */
    public Optional<Duration> receiveRtt() {
        return measured(TcpInfoField.RCV_RTT);
    }

    private Optional<Duration> measured(TcpInfoField field) {
        return time(field).filter(span -> !span.isZero());
    }

    /** The current RTO. */
    public Duration retransmissionTimeout() {
        return span(TcpInfoField.RTO);
    }

    /** Bytes of payload in a full segment sent. */
    public int sendMss() {
        return count(TcpInfoField.SND_MSS);
    }

    /** The same for segments received, as far as seen. */
    public int receiveMss() {
        return count(TcpInfoField.RCV_MSS);
    }

    /** Bytes of a packet on this path. */
    public int pathMtu() {
        return count(TcpInfoField.PMTU);
    }

    /** Segments that may be under way. */
    public int congestionWindow() {
        return count(TcpInfoField.SND_CWND);
    }

    /** Segments at which slow start ends; {@link Integer#MAX_VALUE} while no loss has set it. */
    public int slowStartThreshold() {
        return count(TcpInfoField.SND_SSTHRESH);
    }

    boolean slowStartThresholdSet() {
        return value(TcpInfoField.SND_SSTHRESH) < INFINITE_THRESHOLD;
    }

    /** Segments sent and not acknowledged. */
    public int unacked() {
        return count(TcpInfoField.UNACKED);
    }

    /** Segments held to be lost. */
    public int lost() {
        return count(TcpInfoField.LOST);
    }

    /** Retransmissions in a row of the segment now waited for. */
    public int retransmits() {
        return count(TcpInfoField.RETRANSMITS);
    }

    /** Retransmissions in the connection's life, of the SYN too. */
    public int totalRetransmits() {
        return count(TcpInfoField.TOTAL_RETRANS);
    }

    /** Bytes written and not yet sent. */
    public int notSentBytes() {
        return count(TcpInfoField.NOTSENT_BYTES);
    }

    /** Bytes sent again in the connection's life. */
    public long retransmittedBytes() {
        return value(TcpInfoField.BYTES_RETRANS);
    }

    /** How much of all bytes sent was sent again, 0 to 1; 0 while nothing was sent. */
    public double retransmittedShare() {
        long sent = value(TcpInfoField.BYTES_SENT);
        return sent == 0 ? 0 : (double) retransmittedBytes() / sent;
    }

    /** How long there was something to send. */
    public Duration busyTime() {
        return span(TcpInfoField.BUSY_TIME);
    }

    /** How much of that the peer's window stood in the way. */
    public Duration receiveWindowLimited() {
        return span(TcpInfoField.RWND_LIMITED);
    }

    /** How much of that the send buffer was too small. */
    public Duration sendBufferLimited() {
        return span(TcpInfoField.SNDBUF_LIMITED);
    }

    /** Whether {@link #deliveryRate} shows only what the program wrote, and not what the path could carry. */
    public boolean applicationLimited() {
        return value(TcpInfoField.DELIVERY_RATE_APP_LIMITED) != 0;
    }

    /** Bytes sent and acknowledged; a SYN that was sent and a FIN count as one each. */
    public long bytesAcked() {
        return value(TcpInfoField.BYTES_ACKED);
    }

    /** Bytes received in order; a FIN counts as one. */
    public long bytesReceived() {
        return value(TcpInfoField.BYTES_RECEIVED);
    }

    /** Segments sent. */
    public long segmentsOut() {
        return value(TcpInfoField.SEGS_OUT);
    }

    /** Segments received. */
    public long segmentsIn() {
        return value(TcpInfoField.SEGS_IN);
    }

    /** The newest measurement of how fast bytes arrive at the peer, in bytes per second; zero before the first. */
    public long deliveryRate() {
        return value(TcpInfoField.DELIVERY_RATE);
    }

    /** What {@code ss -ti} prints for such a connection, without the name of its congestion control. */
    @Override
    public String toString() {
        return TcpInfoText.of(this);
    }

    /** The flags of tcpi_options, in the order of their bits. */
    public enum Option {
        /** Both sides send timestamps (RFC 7323). */
        TIMESTAMPS(1),
        /** Both sides take selective acknowledgements (RFC 2018). */
        SACK(2),
        /** Both sides scale their windows (RFC 7323). */
        WSCALE(4),
        /** Both sides do explicit congestion notification (RFC 3168). */
        ECN(8),
        /** A packet came whose marks show that the path lets them through. */
        ECN_SEEN(16),
        /** Data in the SYN was acknowledged; on an accepted connection: was received. */
        SYN_DATA(32),
        /** Timestamps count microseconds. Since Linux 6.7. */
        USEC_TS(64),
        /** An accepted connection that began by Fast Open. Since Linux 6.16. */
        TFO_CHILD(128);

        private final int mask;

        Option(int mask) {
            this.mask = mask;
        }
    }

    /** What congestion control does about loss: tcpi_ca_state, in the order and with the numbers of the kernel. */
    public enum CongestionState {
        /** Nothing is lost. */
        OPEN,
        /** Acknowledgements came twice or out of order. */
        DISORDER,
        /** The window is being reduced because of a congestion mark (ECN). */
        CWR,
        /** Lost segments are being sent again. */
        RECOVERY,
        /** The RTO ran out. */
        LOSS,
        /** None of the others. */
        UNKNOWN
    }

    /** Why data in the SYN was not acknowledged: tcpi_fastopen_client_fail, in the order and with the numbers of the kernel. */
    public enum FastOpenClientFailure {
        /** It was, or none was sent. */
        NONE,
        /** There was no cookie. */
        COOKIE_UNAVAILABLE,
        /** The peer's SYN-ACK acknowledged the SYN only. */
        DATA_NOT_ACKED,
        /** The SYN had to be sent again. */
        SYN_RETRANSMITTED
    }
}
