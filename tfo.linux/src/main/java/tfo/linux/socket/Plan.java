package tfo.linux.socket;

import java.net.InetAddress;
import tfo.api.socket.AvoidedPath;
import tfo.api.socket.ConnectRequest;
import tfo.api.socket.FastOpenPolicy;
import tfo.api.socket.FirstSpeaker;

/**
 * Whether to try Fast Open, and if not, why.
 *
 * @param tried whether to try
 * @param reason why not
 */
record Plan(boolean tried, String reason) {
    private static final Plan TRY = new Plan(true, "");

    static Plan of(ConnectRequest request, PathMemory paths) {
        if (request.policy() == FastOpenPolicy.OFF) {
            return not("the policy is OFF");
        }
        boolean emptySynHelps =
                Ports.speaker(request.firstSpeaker(), request.remote().getPort()) == FirstSpeaker.SERVER
                        && request.policy() == FastOpenPolicy.PREFER;
        if (!request.firstFlight().hasRemaining() && !emptySynHelps) {
            return not("there is no first flight");
        }
        return of(request.remote().getAddress(), paths);
    }

    /** For a peer, whatever is to be said to it. */
    static Plan of(InetAddress peer, PathMemory paths) {
        return paths.avoided(peer).map(Plan::avoiding).orElse(TRY);
    }

    private static Plan avoiding(AvoidedPath path) {
        String why = path.strikes() == 0
                ? ", because a connection that asked for it timed out"
                : ", because a SYN that asked for it was lost or refused";
        return not("Fast Open to " + path.address().getHostAddress() + " is avoided until " + path.until() + why);
    }

    static Plan not(String reason) {
        return new Plan(false, reason);
    }
}
