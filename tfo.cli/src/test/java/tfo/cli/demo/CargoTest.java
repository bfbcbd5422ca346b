package tfo.cli.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import tfo.lab.Direction;
import tfo.lab.Segment;
import tfo.lab.TcpOptions;
import tfo.lab.TlsRecord;

class CargoTest {
    private static final int SYN = 0x02;
    private static final int ACK = 0x10;
    private static final String COOKIE = "220a0102030405060708";
    private static final TlsRecord CLIENT_HELLO = new TlsRecord(22, 1, 331);
    private static final TlsRecord SERVER_HELLO = new TlsRecord(22, 2, 127);
    private static final TlsRecord ENCRYPTED = new TlsRecord(23, -1, 90);

    private static Segment segment(int flags, String options, int payload, TlsRecord... records) {
        TcpOptions read = new TcpOptions(HexFormat.of().parseHex(options));
        return new Segment(40000, 443, 0, 0, flags, 0, payload, read, List.of(records));
    }

    private static Cargo client(boolean tls, Segment... segments) {
        return new Cargo(List.of(segments), Direction.TO_SERVER, tls, false);
    }

    private static Cargo server(boolean answers, Segment... segments) {
        return new Cargo(List.of(segments), Direction.TO_CLIENT, true, answers);
    }

    private static void assertCargo(Arrow.Kind kind, String label, Cargo cargo) {
        assertEquals(label, cargo.label());
        assertEquals(kind, cargo.kind());
    }

    @Test
    void aBareSynIsHandshake() {
        assertCargo(Arrow.Kind.HANDSHAKE, "SYN", client(true, segment(SYN, "", 0)));
        assertCargo(Arrow.Kind.HANDSHAKE, "SYN, cookie wanted", client(false, segment(SYN, "2202", 0)));
    }

    @Test
    void bothRecordsOfTheSynAreNamed() {
        Segment both = segment(SYN, COOKIE, 421, CLIENT_HELLO, ENCRYPTED);
        Segment one = segment(SYN, COOKIE, 331, CLIENT_HELLO);

        assertCargo(Arrow.Kind.EARLY, "SYN + cookie + ClientHello + early data, 421 B", client(true, both));
        assertCargo(Arrow.Kind.EARLY, "SYN + cookie + ClientHello, 331 B", client(true, one));
        assertCargo(Arrow.Kind.EARLY, "SYN + cookie + request, 67 B", client(false, segment(SYN, COOKIE, 67)));
    }

    @Test
    void aClientHelloAsksForNothingUnlessEarlyDataFollows() {
        assertCargo(Arrow.Kind.HANDSHAKE, "ClientHello, 331 B", client(true, segment(ACK, "", 331, CLIENT_HELLO)));
        assertCargo(
                Arrow.Kind.REQUEST,
                "ClientHello + early data, 421 B",
                client(true, segment(ACK, "", 421, CLIENT_HELLO, ENCRYPTED)));
        // RFC 8446 appendix D.4: the JDK sends it in a packet of its own.
        assertCargo(
                Arrow.Kind.HANDSHAKE,
                "change_cipher_spec, 6 B",
                client(true, segment(ACK, "", 6, new TlsRecord(20, -1, 6))));
        assertCargo(Arrow.Kind.REQUEST, "Finished + request, 90 B", client(true, segment(ACK, "", 90, ENCRYPTED)));
    }

    @Test
    void theServersFlightIsNamedByWhatIsInIt() {
        Segment hello = segment(ACK, "", 217, SERVER_HELLO, ENCRYPTED);
        Segment rest = segment(ACK, "", 90, ENCRYPTED);

        assertCargo(Arrow.Kind.HANDSHAKE, "ServerHello … Finished, 217 B", server(false, hello));
        assertCargo(
                Arrow.Kind.ANSWER,
                "SYN-ACK + ServerHello … Finished + answer, 307 B",
                server(true, segment(SYN | ACK, "", 0), hello, rest));
        assertCargo(Arrow.Kind.ANSWER, "answer, 90 B", server(true, rest));
    }
}
