package tfo.api.tls;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Remembers by files, which only one process can be the first to make. The name of a file is a digest of what is remembered, its content
 * the time until when, to the second; its time of modification is the same, so that those that are over are found without opening all.
 */
final class ReplayDirectory implements ReplayGuard {
    private static final System.Logger LOG = System.getLogger("tfo.api");
    private static final FileAttribute<?> OWNER_DIRECTORY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final FileAttribute<?> OWNER_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final Set<PosixFilePermission> OWNER = EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);
    private static final Set<StandardOpenOption> FIRST =
            EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    private static final Pattern NAMES = Pattern.compile("[0-9a-f]{32}");
    private static final Duration SWEEP = Duration.ofMinutes(1);

    /** Longer than any ticket lives. */
    private static final Duration UNFINISHED = Duration.ofDays(8);

    private final Path directory;
    private final InstantSource clock;

    /** Held by who sweeps. */
    private final ReentrantLock sweeping = new ReentrantLock();

    /** Guarded by {@link #sweeping}. */
    private Instant swept;

    private ReplayDirectory(Path directory, InstantSource clock) {
        this.directory = directory;
        this.clock = clock;
        this.swept = clock.instant();
    }

    static ReplayDirectory open(Path directory, InstantSource clock) throws IOException {
        if (!Files.exists(directory)) {
            Files.createDirectories(directory, OWNER_DIRECTORY);
        }
        if (!Files.isDirectory(directory)) {
            throw new NotDirectoryException(directory.toString());
        }
        if (!OWNER.containsAll(Files.getPosixFilePermissions(directory))) {
            throw new AccessDeniedException(
                    directory.toString(), null, "others than its owner may use it: chmod 700 it, or take another");
        }
        return new ReplayDirectory(directory, clock);
    }

    @Override
    public boolean isNew(byte[] id, Instant until) {
        try {
            sweep();
            remember(directory.resolve(ReplayDigest.of(id).toString()), until);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, () -> "early data is refused: " + directory + " remembers nothing", e);
            return false;
        }
    }

    // Rounded up: nothing is forgotten early.
    private static void remember(Path file, Instant until) throws IOException {
        long second = until.getEpochSecond() + 1;
        try (FileChannel channel = FileChannel.open(file, FIRST, OWNER_FILE)) {
            channel.write(ByteBuffer.allocate(Long.BYTES).putLong(0, second));
        }
        Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochSecond(second)));
    }

    private void sweep() throws IOException {
        if (!sweeping.tryLock()) {
            return;
        }
        try {
            Instant now = clock.instant();
            if (now.isAfter(swept.plus(SWEEP))) {
                swept = now;
                removeOver(now);
            }
        } finally {
            sweeping.unlock();
        }
    }

    private void removeOver(Instant now) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, ReplayDirectory::isOurs)) {
            for (Path file : files) {
                if (isOver(file, now)) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    private static boolean isOurs(Path file) {
        return NAMES.matcher(file.getFileName().toString()).matches();
    }

    // Of a process that died before it had set the time of modification, the content counts; of one that had not even
    // written that, nobody knows how long it was to be remembered.
    private static boolean isOver(Path file, Instant now) {
        try {
            Instant modified = Files.getLastModifiedTime(file).toInstant();
            if (!modified.isBefore(now)) {
                return false;
            }
            Instant until = until(file);
            return until == null ? modified.plus(UNFINISHED).isBefore(now) : until.isBefore(now);
        } catch (IOException e) {
            // Another process was quicker, or it is none of ours.
            return false;
        }
    }

    private static @Nullable Instant until(Path file) throws IOException {
        ByteBuffer second = ByteBuffer.allocate(Long.BYTES);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            channel.read(second);
            return second.hasRemaining() ? null : Instant.ofEpochSecond(second.getLong(0));
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** Names the directory. */
    @Override
    public String toString() {
        return "ReplayGuard[" + directory + "]";
    }
}
