package tfo.tls.gnutls.session;

import java.io.IOException;
import java.nio.ByteBuffer;
import tfo.api.tls.FirstFlight;
import tfo.tls.gnutls.transport.Flight;
import tfo.tls.gnutls.transport.Pair;

/** How much early data a SYN has room for: a flight with one byte of it is made, measured and thrown away. */
final class Budget {
    private Budget() {}

    /** Of a candidate that allows early data, in so much room. */
    static int of(Client client, HostName host, Candidate candidate, int room) throws IOException {
        try (Session session = client.session(host, Groups.only(candidate.group()))) {
            if (!candidate.resumeIn(session)) {
                return 0;
            }
            FirstWords one = new FirstWords();
            one.are(ByteBuffer.allocate(1), "");
            long most = Math.min(candidate.maxEarlyData(), session.maxEarlyData());
            one.offer(client.library.gnutls(), session, most);
            FirstFlight flight = flight(client.library, session);
            long left = room - flight.clientHello() - (flight.earlyData() - 1L);
            return (int) Math.max(0, Math.min(Math.min(left, most), FirstWords.MOST_EARLY));
        }
    }

    private static FirstFlight flight(Library library, Session session) throws IOException {
        try (Pair pair = library.transports().pair()) {
            session.attach(pair);
            session.handshake();
            try (Flight flight = pair.takeFlight()) {
                return EarlyFate.flight(flight.bytes(), 0);
            }
        }
    }
}
