package tfo.linux.socket;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;
import tfo.api.Availability;

/**
 * A listener's Fast Open queue, TCP_FASTOPEN of tcp(7): how many Fast Opens may wait for their handshake to end.
 *
 * @param asked what the listener was made with
 * @param granted what the kernel made of that at the time: it cuts it to net.core.somaxconn as that is then
 * @param length what it is now
 */
record FastOpenQueue(int asked, int granted, int length) {
    private static final String MASK = "net.ipv4.tcp_fastopen",
            COOKIES = "net.ipv4.tcp_syncookies",
            MOST = "net.core.somaxconn";
    private static final int SERVER = 0x2, ALWAYS = 2;

    /**
     * Whether data in the SYN is put into this queue, or everything that stands in the way, each with what changes it.
     *
     * @param sysctls the number that a sysctl has now; empty if it cannot be read
     */
    Availability availability(Function<String, OptionalLong> sysctls) {
        List<String> obstacles = new ArrayList<>();
        mask(sysctls.apply(MASK), obstacles);
        if (sysctls.apply(COOKIES).orElse(1) == ALWAYS) {
            obstacles.add(
                    COOKIES + "=2 answers every SYN with a SYN cookie and drops its data: sysctl -w " + COOKIES + "=1");
        }
        // A queue that is shorter than it was meant to be serves all the same.
        boolean usable = length > 0 && obstacles.isEmpty();
        String room = room(sysctls.apply(MOST));
        if (!room.isEmpty()) {
            obstacles.add(room);
        }
        return new Availability(usable, String.join("; ", obstacles));
    }

    private static void mask(OptionalLong mask, List<String> obstacles) {
        if (mask.isEmpty()) {
            obstacles.add(MASK + " cannot be read");
        } else if ((mask.getAsLong() & SERVER) == 0) {
            obstacles.add(MASK + " lacks bit 0x2 (server): sysctl -w " + MASK + "=" + (mask.getAsLong() | SERVER));
        }
    }

    // Whoever set another length since then knows what it is, but for zero.
    private String room(OptionalLong most) {
        boolean cut = length == granted && granted < asked;
        if (!cut) {
            return length > 0
                    ? ""
                    : "the Fast Open queue is 0: ListenRequest.fastOpenQueue, or TCP_FASTOPEN now, makes it longer";
        }
        String command =
                most.orElse(0) < asked ? "sysctl -w " + MOST + "=" + asked + ", then listen again" : "listen again";
        return "the Fast Open queue is " + length + " instead of " + asked + ", as " + MOST + " was: " + command;
    }
}
