package tfo.api.socket;

import java.net.SocketException;

/** Fast Open was {@link FastOpenPolicy#REQUIRE required} and did not happen; {@link #report()} says why. */
public final class FastOpenRequiredException extends SocketException {
    private static final long serialVersionUID = 1L;

    private final transient FastOpenReport report;

    /** Made by providers. */
    public FastOpenRequiredException(String peer, FastOpenReport report) {
        super("connect " + peer + ": Fast Open is required but "
                + (report.reason().isEmpty() ? report.outcome() : report.reason()));
        this.report = report;
    }

    /** What happened instead. */
    public FastOpenReport report() {
        return report;
    }
}
