package tfo.cli.demo;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/** One way to connect, ask and be answered. */
interface Lane {

    /** What the reader sees. */
    String name();

    /** Who provides it: {@code jdk} or {@code sdk}. */
    String stack();

    /** Connects, sends the request, waits for the first byte of the answer, and reads the rest. */
    Run run(InetSocketAddress server, ByteBuffer request) throws IOException;
}
