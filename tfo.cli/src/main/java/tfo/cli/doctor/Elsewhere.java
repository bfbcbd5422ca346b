package tfo.cli.doctor;

import java.util.Optional;

/** A place where Fast Open is allowed, whatever this machine's settings are. */
public interface Elsewhere {
    /** No such place: the self-test is run here only. */
    Elsewhere NOWHERE = Optional::empty;

    /** Runs {@link Doctor#selfTest} there; empty if this machine gives no such place. */
    Optional<SelfTestReport> selfTest();
}
