package tfo.cli.sessions;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import tfo.api.tls.SessionData;
import tfo.api.tls.SessionDirectory;
import tfo.api.tls.SessionKey;
import tfo.api.tls.SessionOffer;
import tfo.api.tls.SessionSecret;
import tfo.api.tls.TlsService;
import tfo.cli.core.Failure;
import tfo.cli.core.HostPort;

/**
 * One session in a file, sealed under a secret that is in another file: the way of a session to another machine.
 *
 * @param file the sealed session
 * @param secret the 32 bytes it is sealed under
 */
public record SealedFile(Path file, Path secret) {
    private static final int LONGEST = 1 << 20;

    /**
     * Takes the newest session that serves out of the folder and writes it; makes the secret if it is not there.
     *
     * @param peer whose session; whosever if empty
     * @return what was written, in words
     * @throws Failure if there is none
     * @throws java.nio.file.FileAlreadyExistsException if there is such a file
     */
    public String exportFrom(SessionDirectory folder, Optional<HostPort> peer) throws IOException, Failure {
        SessionSecret key = SessionSecret.file(secret);
        try (SeekableByteChannel channel = create()) {
            SessionData session = claim(folder, peer);
            write(channel, session, key, folder);
            return SessionRow.words(session);
        } catch (Failure e) {
            Files.delete(file);
            throw e;
        } finally {
            key.destroy();
        }
    }

    private SeekableByteChannel create() throws IOException {
        return Files.newByteChannel(
                file,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }

    // Another process may be faster at any of them.
    private static SessionData claim(SessionDirectory folder, Optional<HostPort> peer) throws IOException, Failure {
        for (SessionDirectory.Entry entry : folder.list()) {
            Optional<SessionData> seen = entry.offer().session().filter(session -> isOf(session, peer));
            Optional<SessionData> taken =
                    seen.flatMap(session -> folder.take(session.key()).session());
            if (taken.isPresent()) {
                return taken.get();
            }
        }
        throw new Failure("no session" + peer.map(wanted -> " of " + wanted).orElse("") + " that serves");
    }

    private static boolean isOf(SessionData session, Optional<HostPort> peer) {
        return peer.isEmpty()
                || (peer.get().host().equals(session.key().host())
                        && peer.get().port() == session.key().port());
    }

    private void write(SeekableByteChannel channel, SessionData session, SessionSecret key, SessionDirectory folder)
            throws IOException {
        try {
            channel.write(ByteBuffer.wrap(session.seal(key)));
        } catch (IOException e) {
            folder.put(session);
            Files.deleteIfExists(file);
            throw e;
        }
    }

    /**
     * Puts the session into the folder. The file stays.
     *
     * @return what was put there, in words
     * @throws Failure if the file holds no session that serves
     */
    public String importInto(SessionDirectory folder, TlsService service) throws IOException, Failure {
        SessionOffer offer = open(service);
        SessionData session = offer.session().orElseThrow(() -> new Failure(file + ": " + offer.detail()));
        String words = SessionRow.words(session);
        SessionKey key = session.key();
        Instant issued = session.issued();
        folder.put(session);
        if (!holds(folder, key, issued)) {
            throw new Failure(file + ": the session could not be put into the folder");
        }
        return words;
    }

    // What cannot be put is lost without a word.
    private static boolean holds(SessionDirectory folder, SessionKey key, Instant issued) throws IOException {
        return folder.list().stream()
                .flatMap(entry -> entry.offer().session().stream())
                .anyMatch(
                        session -> session.key().equals(key) && session.issued().equals(issued));
    }

    private SessionOffer open(TlsService service) throws IOException, Failure {
        // An import under a secret that is made for it could only fail, and would leave a file behind.
        if (!Files.exists(secret)) {
            throw new NoSuchFileException(secret.toString());
        }
        if (Files.size(file) > LONGEST) {
            throw new Failure(file + ": not a sealed session");
        }
        SessionSecret key = SessionSecret.file(secret);
        try {
            return service.openSession(Files.readAllBytes(file), key);
        } finally {
            key.destroy();
        }
    }
}
