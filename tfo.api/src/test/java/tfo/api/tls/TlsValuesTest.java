package tfo.api.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TlsValuesTest {

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 65_536})
    void aKeyHasAPort(int port) {
        assertThrows(IllegalArgumentException.class, () -> new SessionKey("one.example", port, ""));
        assertEquals(65_535, new SessionKey("one.example", 65_535, "").port());
        assertEquals(1, new SessionKey("one.example", 1, "").port());
    }

    @Test
    void anOfferIsASessionOrARefusal() {
        FakeSession session = FakeSession.of(FakeSession.KEY);
        SessionOffer made = SessionOffer.of(session);
        SessionOffer none = SessionOffer.refused(SessionRefusal.EXPIRED, "yesterday");

        assertSame(session, made.session().orElseThrow());
        assertEquals(Optional.empty(), made.refusal());
        assertEquals("", made.detail());
        assertEquals(Optional.empty(), none.session());
        assertEquals(SessionRefusal.EXPIRED, none.refusal().orElseThrow());
        assertEquals("yesterday", none.detail());
        assertEquals("SessionOffer[EXPIRED: yesterday]", none.toString());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 40, 255})
    void anAlertIsOneByte(int alert) {
        TlsException told = new TlsException(TlsException.Reason.PEER_ALERT, "E", alert, "text");

        assertEquals(OptionalInt.of(alert), told.alert());
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 256})
    void otherAlertsAreRefused(int alert) {
        assertThrows(
                IllegalArgumentException.class,
                () -> new TlsException(TlsException.Reason.PEER_ALERT, "E", alert, "text"));
    }

    @Test
    void aFailureKnowsItsReasonCodeAndCause() {
        IOException cause = new IOException("because");

        TlsException failure = new TlsException(TlsException.Reason.PROTOCOL, "E_CODE", "what").causedBy(cause);

        assertEquals(TlsException.Reason.PROTOCOL, failure.reason());
        assertEquals("E_CODE", failure.code());
        assertEquals(OptionalInt.empty(), failure.alert());
        assertEquals("what", failure.getMessage());
        assertSame(cause, failure.getCause());
    }

    @Test
    void aReportHasACopyOfTheCertificates() throws IOException {
        List<X509Certificate> peer = new ArrayList<>(Pem.certificates());

        HandshakeReport report = report("", peer);
        peer.clear();

        assertEquals(2, report.peer().size());
        assertThrows(UnsupportedOperationException.class, () -> report.peer().clear());
    }

    @Test
    @SuppressWarnings("NullAway") // A caller without NullAway.
    void aReportHasNoNulls() {
        assertThrows(NullPointerException.class, () -> report(null, List.of()));
    }

    private static HandshakeReport report(String alpn, List<X509Certificate> peer) {
        return new HandshakeReport(
                TlsVersion.TLS_1_3,
                "TLS_AES_128_GCM_SHA256",
                "X25519",
                alpn,
                "",
                true,
                HandshakeReport.EarlyData.NONE,
                "",
                peer);
    }

    @Test
    void versionsAreInTheirOrder() {
        assertTrue(TlsVersion.TLS_1_2.compareTo(TlsVersion.TLS_1_3) < 0);
        assertEquals("TLSv1.2", TlsVersion.TLS_1_2.standardName());
    }
}
