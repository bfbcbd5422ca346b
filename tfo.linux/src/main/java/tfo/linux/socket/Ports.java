package tfo.linux.socket;

import java.util.Set;
import tfo.api.socket.FirstSpeaker;

/** Who speaks first on the well-known ports. */
final class Ports {
    // FTP, SSH, SMTP, POP3, NNTP, IMAP, submission, MySQL.
    private static final Set<Integer> SERVER_FIRST = Set.of(21, 22, 25, 110, 119, 143, 587, 3306);

    // DNS, HTTP, Kerberos, LDAP, MQTT, PostgreSQL, AMQP, Redis, MongoDB, and whatever begins with TLS.
    private static final Set<Integer> CLIENT_FIRST = Set.of(
            53, 80, 88, 389, 443, 465, 636, 853, 993, 995, 1883, 5432, 5671, 5672, 6379, 8080, 8443, 8883, 27017);

    private Ports() {}

    /** Replaces AUTO by what the port tells, where it tells. */
    static FirstSpeaker speaker(FirstSpeaker wanted, int port) {
        return wanted == FirstSpeaker.AUTO && SERVER_FIRST.contains(port) ? FirstSpeaker.SERVER : wanted;
    }

    /** Whether the protocol of this port begins with the client's words. Only a hint: anything may listen anywhere. */
    static boolean clientFirst(int port) {
        return CLIENT_FIRST.contains(port);
    }
}
