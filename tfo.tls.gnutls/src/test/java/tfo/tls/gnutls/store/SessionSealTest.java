package tfo.tls.gnutls.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tfo.api.tls.SessionData;
import tfo.api.tls.SessionOffer;
import tfo.api.tls.SessionRefusal;
import tfo.api.tls.SessionSecret;

class SessionSealTest {
    private static final int MUTATIONS = 200_000;
    private static final int CONTROL_EVERY = 100;

    private final SessionSecret secret = SessionSecret.random();
    private final byte[] sealed = Sessions.numbered(Sessions.KEY, 7).seal(secret);

    private SessionOffer open(byte[] bytes) {
        return SessionSeal.open(bytes, secret, Sessions.LIBRARY);
    }

    @Test
    void whatWasSealedComesBackWhole() {
        StoredSession before = Sessions.numbered(Sessions.KEY, 7);

        StoredSession after =
                (StoredSession) open(before.seal(secret)).session().orElseThrow();

        assertEquals(before.key(), after.key());
        assertEquals(before.version(), after.version());
        assertEquals(before.group(), after.group());
        assertEquals(before.expires().toEpochMilli(), after.expires().toEpochMilli());
        assertEquals(before.maxEarlyData(), after.maxEarlyData());
        assertArrayEquals(before.spend(), after.spend());
    }

    @Test
    void twoSealsOfOneSessionDiffer() {
        StoredSession session = Sessions.numbered(Sessions.KEY, 7);

        assertFalse(Arrays.equals(session.seal(secret), session.seal(secret)));
    }

    @Test
    void theSealShowsNeitherPeerNorSecret() {
        String text = new String(sealed, StandardCharsets.ISO_8859_1);

        assertFalse(text.contains("one.example"));
        assertFalse(text.contains(new String(Sessions.bytes(7), StandardCharsets.ISO_8859_1)));
    }

    @Test
    void anotherSecretAnotherLibraryAndOtherTimesAreRefused() {
        Instant now = Instant.now();
        byte[] expired = Sessions.of(Sessions.KEY, 1, now.minusSeconds(10), Duration.ofSeconds(9))
                .seal(secret);
        byte[] early = Sessions.of(Sessions.KEY, 1, now.plusSeconds(60), Duration.ofSeconds(90))
                .seal(secret);

        assertRefused(SessionRefusal.OTHER_SECRET, SessionSeal.open(sealed, SessionSecret.random(), Sessions.LIBRARY));
        assertRefused(SessionRefusal.OTHER_LIBRARY, SessionSeal.open(sealed, secret, "GnuTLS 9.9.9"));
        assertRefused(SessionRefusal.EXPIRED, open(expired));
        assertRefused(SessionRefusal.CLOCK, open(early));
    }

    @Test
    void aSpentSessionCannotBeSealed() {
        StoredSession session = Sessions.numbered(Sessions.KEY, 7);
        session.spend();

        assertThrows(IllegalStateException.class, () -> session.seal(secret));
        assertThrows(IllegalStateException.class, session::spend);
    }

    @Test
    void everySingleChangedByteIsRefusedForItsReason() {
        for (int at = 0; at < sealed.length; at++) {
            byte[] changed = sealed.clone();
            changed[at] ^= 0x40;

            assertRefused(expectedAt(at), open(changed));
        }
    }

    @Test
    void everyTruncationIsRefusedForItsReason() {
        for (int length = 0; length < sealed.length; length++) {
            SessionRefusal expected = length < 12 ? SessionRefusal.NOT_A_SESSION : SessionRefusal.WRONG_LENGTH;

            assertRefused(expected, open(Arrays.copyOf(sealed, length)));
        }
    }

    @Test
    void ofManyMutationsEachIsRefusedForItsReasonAndEveryControlOpens() {
        Random random = new Random(20);
        byte[] others = Sessions.numbered(Sessions.OTHER, 8).seal(secret);
        Set<SessionRefusal> reasons = EnumSet.noneOf(SessionRefusal.class);
        for (int i = 0; i < MUTATIONS; i++) {
            if (i % CONTROL_EVERY == 0) {
                assertArrayEquals(Sessions.bytes(7), spend(open(sealed)));
            }
            byte[] mutation = Mutation.of(sealed, others, random);
            SessionOffer offer = open(mutation);
            assertEquals(Mutation.expected(sealed, mutation), offer.refusal(), offer::toString);
            offer.refusal().ifPresent(reasons::add);
        }
        assertEquals(
                EnumSet.of(
                        SessionRefusal.NOT_A_SESSION,
                        SessionRefusal.OTHER_FORMAT,
                        SessionRefusal.WRONG_LENGTH,
                        SessionRefusal.OTHER_SECRET,
                        SessionRefusal.BROKEN_SEAL),
                reasons);
    }

    // Magic, format, secret's id, length; the rest is under the tag.
    private static SessionRefusal expectedAt(int at) {
        if (at < 11) {
            return SessionRefusal.NOT_A_SESSION;
        }
        if (at < 12) {
            return SessionRefusal.OTHER_FORMAT;
        }
        if (at < 20) {
            return SessionRefusal.OTHER_SECRET;
        }
        return at < 24 ? SessionRefusal.WRONG_LENGTH : SessionRefusal.BROKEN_SEAL;
    }

    private static byte[] spend(SessionOffer offer) {
        SessionData session = offer.session().orElseThrow();
        return ((StoredSession) session).spend();
    }

    private static void assertRefused(SessionRefusal expected, SessionOffer offer) {
        assertEquals(expected, offer.refusal().orElse(null), offer::toString);
        assertFalse(offer.detail().isEmpty());
    }
}
