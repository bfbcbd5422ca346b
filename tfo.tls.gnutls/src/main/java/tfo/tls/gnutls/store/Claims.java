package tfo.tls.gnutls.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import tfo.api.tls.SessionData;
import tfo.api.tls.SessionKey;
import tfo.api.tls.SessionOffer;
import tfo.api.tls.SessionRefusal;

/** The attempts of one {@code take} to be the one who deletes a file. */
final class Claims {
    private final SessionKey key;
    private final SessionFile.Opener opener;
    private SessionOffer best;
    private boolean outrun = true;

    /** @param opener opens what a file holds */
    Claims(SessionKey key, Path directory, SessionFile.Opener opener) {
        this.key = key;
        this.opener = opener;
        this.best = SessionOffer.refused(SessionRefusal.ABSENT, "no session in " + directory);
    }

    /** Whether there is a session, or nobody else was quicker: then there may be something new. */
    boolean settled() {
        return best.session().isPresent() || !outrun;
    }

    SessionOffer result() {
        return best;
    }

    void oneOf(List<SessionFile> files) {
        outrun = false;
        for (SessionFile file : files) {
            try {
                best = meantFor(key, claimed(file));
            } catch (NoSuchFileException e) {
                outrun = true;
            } catch (IOException e) {
                best = SessionOffer.refused(
                        SessionRefusal.UNREADABLE, file.path().getFileName() + ": " + e);
            }
            if (best.session().isPresent()) {
                return;
            }
        }
    }

    private SessionOffer claimed(SessionFile file) throws IOException {
        SessionOffer offer = file.open(opener);
        try {
            Files.delete(file.path());
            return offer;
        } catch (IOException e) {
            // Somebody else has it, or it can be claimed by nobody.
            offer.session().ifPresent(SessionData::destroy);
            throw e;
        }
    }

    // The file may have been moved here from another folder.
    private static SessionOffer meantFor(SessionKey key, SessionOffer offer) {
        Optional<SessionData> other =
                offer.session().filter(session -> !session.key().equals(key));
        if (other.isEmpty()) {
            return offer;
        }
        other.get().destroy();
        return SessionOffer.refused(
                SessionRefusal.OTHER_KEY, "the session is for " + other.get().key());
    }
}
