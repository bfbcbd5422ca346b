package tfo.cli.serve;

import java.util.Optional;
import tfo.api.socket.FastOpenReport;
import tfo.api.tls.HandshakeReport;

/**
 * A connection that is over.
 *
 * @param peer address and port of the client
 * @param fastOpen whether data came with its SYN
 * @param handshake what TLS agreed on; empty without it, or if it failed
 * @param received bytes from the client
 * @param sent bytes to the client
 * @param error what ended the connection before its time
 */
public record Served(
        String peer,
        FastOpenReport fastOpen,
        Optional<HandshakeReport> handshake,
        long received,
        long sent,
        Optional<String> error) {

    static Served refused(Caller caller, String error) {
        return new Served(caller.peer(), caller.fastOpen(), Optional.empty(), 0, 0, Optional.of(error));
    }

    static Served over(Wire wire, Caller caller, Optional<String> error) {
        return new Served(caller.peer(), caller.fastOpen(), wire.handshake(), wire.received(), wire.sent(), error);
    }
}
