package tfo.api.socket;

import java.util.Objects;

/**
 * What became of a first flight, by the kernel's own account (TCP_INFO, see tcp(7)).
 *
 * @param outcome what happened
 * @param reason why it was not {@link Outcome#ACKNOWLEDGED}, in words; empty if it was
 * @param offered how many bytes the caller gave as the first flight; zero on an accepted connection, where the kernel does not tell
 * @param inSyn how many of them the SYN carried, acknowledged or not; never more than {@code offered}
 */
public record FastOpenReport(Outcome outcome, String reason, int offered, int inSyn) {

    /** Checks the counts. */
    public FastOpenReport {
        Objects.requireNonNull(outcome, "outcome");
        Objects.requireNonNull(reason, "reason");
        if (inSyn < 0 || inSyn > offered) {
            throw new IllegalArgumentException("inSyn " + inSyn + " of " + offered);
        }
    }

    /** Fast Open was not tried, for this reason. */
    public static FastOpenReport notTried(String reason, int offered) {
        return new FastOpenReport(Outcome.NOT_TRIED, reason, offered, 0);
    }

    /** Whether the peer took bytes out of the SYN: a round trip was saved. */
    public boolean acknowledged() {
        return outcome == Outcome.ACKNOWLEDGED;
    }

    /** The possible fates of a first flight. */
    public enum Outcome {
        /** The peer acknowledged the data with its SYN-ACK; on an accepted connection: data came with the SYN. */
        ACKNOWLEDGED,
        /** Sent in the SYN, no answer yet. */
        IN_FLIGHT,
        /** No cookie was at hand; one was asked for, and the data followed the handshake. */
        COOKIE_REQUESTED,
        /** The SYN carried data that the peer did not take; the kernel sent it again after the handshake. */
        NOT_ACKNOWLEDGED,
        /** The SYN was lost and sent again without data; the data followed the handshake. */
        SYN_RETRANSMITTED,
        /** Fast Open was not tried. */
        NOT_TRIED
    }
}
