package tfo.api.socket;

import java.net.InetAddress;
import java.time.Instant;

/**
 * An address that is connected to without Fast Open for a while, because a SYN that asked for it had to be sent again.
 *
 * @param address the peer's address
 * @param until when Fast Open will be tried again
 * @param strikes how many times in a row it happened; each doubles the while, from a minute up to an hour
 */
public record AvoidedPath(InetAddress address, Instant until, int strikes) {}
