package tfo.cli.serve;

import java.util.Optional;
import tfo.api.socket.FastOpenReport;

/**
 * A connection that is over.
 *
 * @param peer address and port of the client
 * @param fastOpen whether data came with its SYN
 * @param received bytes from the client
 * @param sent bytes to the client
 * @param error what ended the connection before its time
 */
public record Served(String peer, FastOpenReport fastOpen, long received, long sent, Optional<String> error) {}
