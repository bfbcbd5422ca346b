package tfo.testkit.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.util.HexFormat;
import java.util.Random;
import java.util.Set;
import tfo.api.tls.TlsException.Reason;

/** What a peer may say instead of a flight of TLS, and how that failure is to be called. */
@SuppressWarnings("ImmutableEnumChecker") // Neither the bytes nor the set are given away or changed.
enum HostileHello {
    HTTP("HTTP/1.1 400 Bad Request\r\nServer: plain\r\nContent-Length: 0\r\n\r\n".getBytes(US_ASCII), Reason.PROTOCOL),
    HTTP_REQUEST("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(US_ASCII), Reason.PROTOCOL),
    SSH_BANNER("SSH-2.0-OpenSSH_9.6\r\n".getBytes(US_ASCII), Reason.PROTOCOL),
    SMTP_GREETING("220 mail.example ESMTP ready\r\n".getBytes(US_ASCII), Reason.PROTOCOL),
    NOTHING(new byte[0], Reason.TRUNCATED),
    ZEROES(new byte[4096], Reason.PROTOCOL),
    OVERSIZE_RECORD(record(22, 0xFFFF), Reason.PROTOCOL),
    RECORD_ONE_BYTE_TOO_LONG(record(22, (1 << 14) + 2048 + 1), Reason.PROTOCOL),
    APPLICATION_DATA(record(23, 100), Reason.PROTOCOL),
    UNKNOWN_RECORD(record(99, 100), Reason.PROTOCOL),
    EMPTY_RECORDS(repeated("1603030000", 20_000), Reason.PROTOCOL, Reason.TRUNCATED),
    EMPTY_HANDSHAKE_MESSAGES(repeated("160303000400000000", 1), Reason.PROTOCOL, Reason.TRUNCATED),
    LONG_MESSAGE(repeated("1603030004" + "02ffffff", 1), Reason.PROTOCOL, Reason.TRUNCATED),
    CHANGE_CIPHER_SPECS(repeated("140303000101", 20_000), Reason.PROTOCOL, Reason.TRUNCATED),
    // handshake_failure, and internal_error.
    ALERT_40(HexFormat.of().parseHex("15030300020228"), Reason.PEER_ALERT),
    ALERT_80(HexFormat.of().parseHex("15030300020250"), Reason.PEER_ALERT),
    // user_canceled, as a warning. GnuTLS gives up by itself and calls that GNUTLS_E_INTERNAL_ERROR.
    WARNINGS(repeated("1503030002015a", 20_000), Reason.PROTOCOL, Reason.PEER_ALERT, Reason.TRUNCATED, Reason.LIBRARY),
    HALF_AN_ALERT(HexFormat.of().parseHex("150303000102"), Reason.PROTOCOL, Reason.TRUNCATED);

    private final byte[] bytes;
    private final Set<Reason> reasons;

    HostileHello(byte[] bytes, Reason... reasons) {
        this.bytes = bytes;
        this.reasons = Set.of(reasons);
    }

    byte[] bytes() {
        return bytes.clone();
    }

    Set<Reason> reasons() {
        return reasons;
    }

    /** Random bytes of the seed: bare, or as the body of a record of any kind. */
    static byte[] garbage(int seed) {
        Random random = new Random(seed);
        byte[] body = new byte[4 + random.nextInt(2000)];
        random.nextBytes(body);
        if (seed % 2 == 0) {
            return body;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(header(20 + random.nextInt(5), body.length));
        if (seed % 4 == 1) {
            // A handshake message of the right length, of any type.
            body[1] = 0;
            body[2] = (byte) ((body.length - 4) >> 8);
            body[3] = (byte) (body.length - 4);
        }
        out.writeBytes(body);
        return out.toByteArray();
    }

    private static byte[] header(int type, int length) {
        return new byte[] {(byte) type, 3, 3, (byte) (length >> 8), (byte) length};
    }

    private static byte[] record(int type, int length) {
        byte[] record = new byte[5 + length];
        System.arraycopy(header(type, length), 0, record, 0, 5);
        return record;
    }

    private static byte[] repeated(String hex, int times) {
        return HexFormat.of().parseHex(hex.repeat(times));
    }
}
