package tfo.testkit;

/** What a firewall may answer: the {@code --reject-with} of iptables-extensions(8), and the error that the kernel makes of it. */
enum Rejection {
    TCP_RESET(4, "tcp-reset", Failure.ECONNREFUSED),
    PORT_UNREACHABLE(4, "icmp-port-unreachable", Failure.ECONNREFUSED),
    HOST_UNREACHABLE(4, "icmp-host-unreachable", Failure.EHOSTUNREACH),
    NET_UNREACHABLE(4, "icmp-net-unreachable", Failure.ENETUNREACH),
    PROTOCOL_UNREACHABLE(4, "icmp-proto-unreachable", Failure.ENOPROTOOPT),
    ADMIN_PROHIBITED(4, "icmp-admin-prohibited", Failure.EHOSTUNREACH),
    HOST_PROHIBITED(4, "icmp-host-prohibited", Failure.EHOSTUNREACH),
    NET_PROHIBITED(4, "icmp-net-prohibited", Failure.ENETUNREACH),
    TCP_RESET6(6, "tcp-reset", Failure.ECONNREFUSED),
    PORT_UNREACHABLE6(6, "icmp6-port-unreachable", Failure.ECONNREFUSED),
    ADDRESS_UNREACHABLE6(6, "icmp6-addr-unreachable", Failure.EHOSTUNREACH),
    NO_ROUTE6(6, "icmp6-no-route", Failure.ENETUNREACH),
    ADMIN_PROHIBITED6(6, "icmp6-adm-prohibited", Failure.EACCES);

    private final int version;
    private final String answer;
    private final Failure failure;

    Rejection(int version, String answer, Failure failure) {
        this.version = version;
        this.answer = answer;
        this.failure = failure;
    }

    boolean ipv6() {
        return version == 6;
    }

    String answer() {
        return answer;
    }

    Failure failure() {
        return failure;
    }
}
