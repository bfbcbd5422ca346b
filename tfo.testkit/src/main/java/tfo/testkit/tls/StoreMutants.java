package tfo.testkit.tls;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Exchanger;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Stream;
import tfo.api.tls.SessionData;
import tfo.api.tls.SessionKey;
import tfo.api.tls.SessionOffer;
import tfo.api.tls.SessionRefusal;
import tfo.api.tls.SessionStore;

/** Stores that are wrong in one thing each. */
final class StoreMutants {
    /** How many sessions {@link Right} keeps. */
    static final int CAPACITY = 16;

    private StoreMutants() {}

    /**
     * One of them.
     *
     * @param name what is wrong
     * @param killer the name of the test that must notice
     * @param wrong makes a new one
     */
    record Mutant(String name, String killer, Supplier<SessionStore> wrong) {}

    static Stream<Mutant> all() {
        return Stream.of(
                new Mutant("hands out the oldest first", "theNewestOfAKeyComesFirst", OldestFirst::new),
                new Mutant("hands out a session twice", "aSessionIsHandedOutOnce", Generous::new),
                new Mutant("wipes what it hands out", "whatIsHandedOutIsWhole", Wiping::new),
                new Mutant("looks at the host alone", "anotherKeyGetsNothing", HostAlone::new),
                new Mutant("joins the parts of a key", "anotherKeyGetsNothing", Joined::new),
                new Mutant("forgets other keys", "otherKeysAreNotTouched", Forgetful::new),
                new Mutant("hands out what is expired", "anExpiredSessionIsNotHandedOut", Timeless::new),
                new Mutant("gives up at an expired one", "aGoodSessionIsFoundBehindAnExpiredOne", Impatient::new),
                new Mutant("hands out what is from the future", "aSessionFromTheFutureIsNotHandedOut", Timeless::new),
                new Mutant("hands out what is destroyed", "aDestroyedSessionIsNotHandedOut", Blind::new),
                new Mutant("keeps everything", "theOldestMakeRoomForTheNewest", Hoarder::new),
                new Mutant("drops the newest", "theOldestMakeRoomForTheNewest", Full::new),
                new Mutant(
                        "looks first and removes later",
                        "amongThreadsNoSessionIsHandedOutTwiceAndNoneIsLost",
                        Racy::new));
    }

    /** Right in everything, and simple; what others do wrong they override. */
    static class Right implements SessionStore {
        /** The newest last; guarded by itself. */
        final List<SessionData> sessions = new ArrayList<>();

        @Override
        public void put(SessionData session) {
            synchronized (sessions) {
                sessions.add(session);
                if (sessions.size() > CAPACITY) {
                    makeRoom();
                }
            }
        }

        @Override
        public SessionOffer take(SessionKey key) {
            synchronized (sessions) {
                SessionOffer offer = SessionOffer.refused(SessionRefusal.ABSENT, "none");
                for (SessionData session : candidates(key)) {
                    remove(session);
                    offer = judge(session);
                    if (offer.session().isPresent() || !goesOn()) {
                        return offer;
                    }
                }
                return offer;
            }
        }

        private List<SessionData> candidates(SessionKey key) {
            List<SessionData> found = new ArrayList<>();
            for (SessionData session : sessions) {
                if (fits(session.key(), key)) {
                    found.add(newestFirst() ? 0 : found.size(), session);
                }
            }
            return found;
        }

        SessionOffer judge(SessionData session) {
            if (session.isDestroyed()) {
                return SessionOffer.refused(SessionRefusal.SPENT, "destroyed");
            }
            if (session.issued().isAfter(Instant.now())) {
                return SessionOffer.refused(SessionRefusal.CLOCK, "from the future");
            }
            return session.expires().isAfter(Instant.now())
                    ? SessionOffer.of(session)
                    : SessionOffer.refused(SessionRefusal.EXPIRED, "expired");
        }

        void makeRoom() {
            sessions.remove(0);
        }

        void remove(SessionData session) {
            sessions.remove(session);
        }

        boolean fits(SessionKey own, SessionKey wanted) {
            return own.equals(wanted);
        }

        boolean newestFirst() {
            return true;
        }

        boolean goesOn() {
            return true;
        }
    }

    private static final class OldestFirst extends Right {
        @Override
        boolean newestFirst() {
            return false;
        }
    }

    private static final class Generous extends Right {
        @Override
        void remove(SessionData session) {
            // That is what is wrong.
        }
    }

    private static final class Wiping extends Right {
        @Override
        SessionOffer judge(SessionData session) {
            SessionOffer offer = super.judge(session);
            session.destroy();
            return offer;
        }
    }

    private static final class HostAlone extends Right {
        @Override
        boolean fits(SessionKey own, SessionKey wanted) {
            return own.host().equals(wanted.host());
        }
    }

    private static final class Joined extends Right {
        @Override
        boolean fits(SessionKey own, SessionKey wanted) {
            return own.port() == wanted.port() && (own.host() + own.digest()).equals(wanted.host() + wanted.digest());
        }
    }

    private static final class Forgetful extends Right {
        @Override
        public SessionOffer take(SessionKey key) {
            synchronized (sessions) {
                SessionOffer offer = super.take(key);
                sessions.removeIf(session -> !session.key().equals(key));
                return offer;
            }
        }
    }

    private static final class Timeless extends Right {
        @Override
        SessionOffer judge(SessionData session) {
            return SessionOffer.of(session);
        }
    }

    private static final class Impatient extends Right {
        @Override
        boolean goesOn() {
            return false;
        }
    }

    private static final class Blind extends Right {
        @Override
        SessionOffer judge(SessionData session) {
            return session.isDestroyed() ? SessionOffer.of(session) : super.judge(session);
        }
    }

    private static final class Hoarder extends Right {
        @Override
        void makeRoom() {
            // That is what is wrong.
        }
    }

    private static final class Full extends Right {
        @Override
        void makeRoom() {
            sessions.remove(sessions.size() - 1);
        }
    }

    private static final class Racy implements SessionStore {
        private static final int PATIENCE_MILLIS = 20;

        private final Right right = new Right();
        private final Exchanger<Boolean> looking = new Exchanger<>();
        private final Exchanger<Boolean> removing = new Exchanger<>();

        @Override
        public void put(SessionData session) {
            right.put(session);
        }

        // Two threads look at the same, and then both remove it.
        @Override
        public SessionOffer take(SessionKey key) {
            meet(looking);
            SessionOffer offer = right.take(key);
            offer.session().ifPresent(right::put);
            meet(removing);
            synchronized (right.sessions) {
                offer.session().ifPresent(right.sessions::remove);
            }
            return offer;
        }

        private static void meet(Exchanger<Boolean> place) {
            try {
                place.exchange(true, PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                // Alone.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
