package tfo.tls.gnutls.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import tfo.api.tls.SessionData;
import tfo.api.tls.SessionDirectory;
import tfo.api.tls.SessionKey;
import tfo.api.tls.SessionOffer;
import tfo.api.tls.SessionRefusal;
import tfo.api.tls.SessionSecret;

/**
 * Sessions in a directory: a folder for each key, whose name is an HMAC of the key, and a file in it for each session.
 *
 * <p>Who deletes a file has its session: of several processes the system lets only one. Nothing is locked, so a process that is
 * killed holds up nobody; what it leaves is a draft, or a session that it had read and not yet deleted, or used.
 */
public final class SessionFolder implements SessionDirectory {
    private static final System.Logger LOG = System.getLogger("tfo.tls.gnutls");
    private static final FileAttribute<?> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final String SECRET = "secret";

    /** Files that are not whole: of sessions, and of the secret. */
    private static final Pattern DRAFTS =
            Pattern.compile(Pattern.quote(SessionFile.DRAFT) + "[0-9a-f]{16}|\\.secret[0-9]+");

    private static final Pattern FOLDERS = Pattern.compile("[0-9a-f]{32}");
    private static final Pattern SESSIONS = Pattern.compile(".*" + Pattern.quote(SessionFile.SUFFIX));

    private static final int MOST_OF_A_KEY = 16;
    private static final int MOST_KEYS = 4096;
    private static final Duration DRAFTED = Duration.ofMinutes(1);

    private final Path directory;
    private final SessionSecret secret;
    private final byte[] names;
    private final String library;
    private final InstantSource clock;

    SessionFolder(Path directory, SessionSecret secret, String library, InstantSource clock) {
        this.directory = directory;
        this.secret = secret;
        this.names = SecretKeys.names(secret);
        this.library = library;
        this.clock = clock;
    }

    /**
     * Opens the directory, and makes it and its secret where they are missing.
     *
     * @param library the library that is to use the sessions
     * @throws AccessDeniedException if others than its owner may look into it
     */
    public static SessionFolder open(Path directory, String library) throws IOException {
        if (!Files.exists(directory)) {
            Files.createDirectories(directory, OWNER_ONLY);
        }
        if (!Files.isDirectory(directory)) {
            throw new NotDirectoryException(directory.toString());
        }
        if (!SessionFile.isPrivate(directory)) {
            throw new AccessDeniedException(
                    directory.toString(),
                    null,
                    "others than its owner may look into it: chmod 700 it, or take another");
        }
        SessionSecret secret = SessionSecret.file(directory.resolve(SECRET));
        return new SessionFolder(directory, secret, library, InstantSource.system());
    }

    /** Keeps the session in a file only: the object that was given is spent. */
    @Override
    public void put(SessionData session) {
        Path folder = folder(session.key());
        try {
            byte[] sealed = session.seal(secret);
            session.destroy();
            write(folder, sealed);
            thinOut(folder);
        } catch (IOException | IllegalStateException e) {
            LOG.log(System.Logger.Level.DEBUG, () -> "a session was not kept in " + directory, e);
        }
    }

    private void write(Path folder, byte[] sealed) throws IOException {
        try {
            SessionFile.write(made(folder), sealed, clock.millis());
        } catch (NoSuchFileException e) {
            // Somebody who was clearing up took the empty folder away meanwhile.
            SessionFile.write(made(folder), sealed, clock.millis());
        }
    }

    private Path made(Path folder) throws IOException {
        refuseLink(folder);
        if (!Files.exists(folder)) {
            Files.createDirectories(folder, OWNER_ONLY);
            List<Path> folders = folders();
            if (folders.size() > MOST_KEYS) {
                removeAll(oldest(folders));
            }
        }
        return folder;
    }

    // It leads out of the directory, where modes were not checked.
    private static void refuseLink(Path folder) throws IOException {
        if (Files.isSymbolicLink(folder)) {
            throw new NotDirectoryException(folder + " (a link)");
        }
    }

    private static Path oldest(List<Path> folders) {
        return Collections.min(folders, Comparator.comparing(SessionFolder::modified));
    }

    private static void thinOut(Path folder) throws IOException {
        List<SessionFile> files = newestFirst(folder);
        for (SessionFile old : files.subList(Math.min(MOST_OF_A_KEY, files.size()), files.size())) {
            remove(old.path());
        }
    }

    @Override
    public SessionOffer take(SessionKey key) {
        Path folder = folder(key);
        Claims claims = new Claims(key, directory, this::open);
        try {
            while (!claims.settled()) {
                claims.oneOf(newestFirst(folder));
            }
            return claims.result();
        } catch (IOException e) {
            return SessionOffer.refused(SessionRefusal.UNREADABLE, directory + ": " + e);
        }
    }

    private SessionOffer open(byte[] sealed) {
        return SessionSeal.open(sealed, secret, library, clock);
    }

    @Override
    public List<Entry> list() throws IOException {
        List<Entry> entries = new ArrayList<>();
        for (Path folder : folders()) {
            for (SessionFile file : newestFirst(folder)) {
                entry(file).ifPresent(entries::add);
            }
        }
        entries.sort(Comparator.comparing(Entry::file).reversed());
        return entries;
    }

    private Optional<Entry> entry(SessionFile file) {
        String name = file.path().getFileName().toString();
        try {
            SessionOffer offer = file.open(this::open);
            offer.session().ifPresent(SessionData::destroy);
            return Optional.of(new Entry(name, offer, modified(file.path())));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            SessionOffer offer = SessionOffer.refused(SessionRefusal.UNREADABLE, name + ": " + e);
            return Optional.of(new Entry(name, offer, modified(file.path())));
        }
    }

    @Override
    public int purge() throws IOException {
        int removed = removeDrafts(directory);
        for (Path folder : folders()) {
            for (SessionFile file : newestFirst(folder)) {
                boolean useless =
                        entry(file).filter(e -> e.offer().session().isEmpty()).isPresent();
                removed += useless && remove(file.path()) ? 1 : 0;
            }
            removed += removeDrafts(folder);
            remove(folder);
        }
        return removed;
    }

    /** Of processes that died before the file was whole. */
    private int removeDrafts(Path folder) throws IOException {
        int removed = 0;
        Instant drafted = clock.instant().minus(DRAFTED);
        for (Path draft : in(folder, DRAFTS)) {
            removed += modified(draft).isBefore(drafted) && remove(draft) ? 1 : 0;
        }
        return removed;
    }

    @Override
    public int clear() throws IOException {
        int removed = 0;
        for (Path folder : folders()) {
            removed += removeAll(folder);
        }
        return removed;
    }

    private int removeAll(Path folder) throws IOException {
        int removed = 0;
        for (SessionFile file : newestFirst(folder)) {
            removed += remove(file.path()) ? 1 : 0;
        }
        removeDrafts(folder);
        remove(folder);
        return removed;
    }

    /** Whether it was this process that removed it. What cannot be removed stays: a folder that is not empty, say. */
    private static boolean remove(Path path) {
        try {
            return Files.deleteIfExists(path);
        } catch (IOException e) {
            return false;
        }
    }

    private Path folder(SessionKey key) {
        String text = key.host() + '\0' + key.port() + '\0' + key.digest();
        byte[] name = SecretKeys.hmac(names, text.getBytes(StandardCharsets.UTF_8));
        return directory.resolve(HexFormat.of().formatHex(name, 0, 16));
    }

    private List<Path> folders() throws IOException {
        return in(directory, FOLDERS).stream()
                .filter(folder -> Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS))
                .toList();
    }

    private static List<SessionFile> newestFirst(Path folder) throws IOException {
        refuseLink(folder);
        return in(folder, SESSIONS).stream()
                .sorted(Comparator.reverseOrder())
                .map(SessionFile::new)
                .toList();
    }

    private static List<Path> in(Path folder, Pattern names) throws IOException {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(
                folder, entry -> names.matcher(entry.getFileName().toString()).matches())) {
            entries.forEach(found::add);
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return found;
    }

    private static Instant modified(Path path) {
        try {
            return Files.getLastModifiedTime(path).toInstant();
        } catch (IOException e) {
            return Instant.EPOCH;
        }
    }

    /** Names the directory. */
    @Override
    public String toString() {
        return "SessionDirectory[" + directory + "]";
    }
}
