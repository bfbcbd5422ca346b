package tfo.api;

import java.util.Objects;
import java.util.Optional;

/**
 * Whether something can be had here, and if not, why, in words fit for a log line.
 *
 * @param usable whether it can be had
 * @param reason why not, and where known what to do; empty if it can be had without reservation
 */
public record Availability(boolean usable, String reason) {

    /** Checks that the reason is there. */
    public Availability {
        Objects.requireNonNull(reason, "reason");
    }

    /** It can be had. */
    public static Availability ready() {
        return new Availability(true, "");
    }

    /** It cannot be had, for this reason. */
    public static Availability missing(String reason) {
        return new Availability(false, reason);
    }

    /** The reason, if it cannot be had. */
    public Optional<String> whyNot() {
        return usable ? Optional.empty() : Optional.of(reason);
    }
}
