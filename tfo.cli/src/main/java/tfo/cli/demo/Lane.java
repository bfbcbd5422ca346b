package tfo.cli.demo;

import java.io.IOException;

/** One way to connect, ask and be answered. For one thread. */
interface Lane {

    /** How it connects: what the reader sees, together with {@link #stack}. */
    String name();

    /** Who provides it: {@code jdk}, {@code jdk-over-tfo}, {@code sdk}, {@code gnutls}. */
    String stack();

    /** Whether it speaks TLS. */
    default boolean tls() {
        return false;
    }

    /** Connects, asks, stops the watch at the first byte of the answer, and reads the rest. */
    Run run(Place place, Stopwatch watch) throws IOException;
}
