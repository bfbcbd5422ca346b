package tfo.api.tcp;

import java.time.Duration;

/**
 * The net.ipv4.tcp_fastopen* sysctls, decoded; they hold for IPv6 too. See the kernel's Documentation/networking/ip-sysctl.
 *
 * @param client bit 0x1: clients may send data in the SYN
 * @param server bit 0x2: listeners may take it
 * @param clientWithoutCookie bit 0x4: clients send data whether they have a cookie or not
 * @param serverWithoutCookie bit 0x200: listeners take data without a cookie
 * @param everyListener bit 0x400: every listener takes data, also without having asked for it
 * @param blackholeTimeout tcp_fastopen_blackhole_timeout_sec: how long the kernel gives up Fast Open for all peers after it met a
 *     black hole; zero: it never does
 * @param rawMask the value of tcp_fastopen itself
 */
public record FastOpenSettings(
        boolean client,
        boolean server,
        boolean clientWithoutCookie,
        boolean serverWithoutCookie,
        boolean everyListener,
        Duration blackholeTimeout,
        int rawMask) {

    /** Nothing allowed: the view of a system without these settings. */
    public static final FastOpenSettings NONE = of(0, Duration.ZERO);

    /** The settings that this mask means. */
    public static FastOpenSettings of(int mask, Duration blackholeTimeout) {
        return new FastOpenSettings(
                (mask & 0x1) != 0,
                (mask & 0x2) != 0,
                (mask & 0x4) != 0,
                (mask & 0x200) != 0,
                (mask & 0x400) != 0,
                blackholeTimeout,
                mask);
    }
}
