package tfo.api.tls;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import javax.security.auth.Destroyable;

/** The 32 bytes under which sessions are sealed. Safe for use by any thread; {@code toString} does not show them. */
public final class SessionSecret implements Destroyable {
    /** How many bytes a secret has. */
    public static final int LENGTH = 32;

    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> OWNER = EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);

    // Guarded by this, both.
    private final byte[] bytes;
    private boolean destroyed;

    private SessionSecret(byte[] bytes) {
        this.bytes = bytes;
    }

    /** A new one, by {@link SecureRandom}. */
    public static SessionSecret random() {
        byte[] bytes = new byte[LENGTH];
        new SecureRandom().nextBytes(bytes);
        return new SessionSecret(bytes);
    }

    /**
     * A copy of these bytes, which should come from a key derivation or a random generator, not from a pass phrase.
     *
     * @throws IllegalArgumentException if there are not {@value #LENGTH} of them
     */
    public static SessionSecret of(byte[] bytes) {
        if (bytes.length != LENGTH) {
            throw new IllegalArgumentException("a session secret has " + LENGTH + " bytes, not " + bytes.length);
        }
        return new SessionSecret(bytes.clone());
    }

    /**
     * The secret in this file. Where there is no file, one is made of a random secret, mode 0600, in one step: of several
     * processes at once all get the same secret. On a file system without hard links (FAT, some networks') they take turns by locking
     * a file beside it, whose name ends in {@code .lock} and which stays there.
     *
     * @throws AccessDeniedException if others than its owner may read or write it
     * @throws IOException if it cannot be read or made, or is not {@value #LENGTH} bytes long
     * @throws UnsupportedOperationException if files here have no POSIX modes
     */
    public static SessionSecret file(Path file) throws IOException {
        return file(file, Files::createLink);
    }

    static SessionSecret file(Path file, Linking linking) throws IOException {
        if (!Files.exists(file)) {
            create(file, linking);
        }
        return read(file);
    }

    /** How a file gets a second name. */
    interface Linking {
        /** As {@link Files#createLink}. */
        Path link(Path name, Path existing) throws IOException;
    }

    private static SessionSecret read(Path file) throws IOException {
        if (!OWNER.containsAll(Files.getPosixFilePermissions(file))) {
            throw new AccessDeniedException(
                    file.toString(), null, "others than its owner may use this secret: chmod 600 it, or remove it");
        }
        ByteBuffer bytes = ByteBuffer.allocate(LENGTH + 1);
        try (ReadableByteChannel channel = FileChannel.open(file)) {
            while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
                // On to the end, or to one byte too many.
            }
        }
        if (bytes.position() != LENGTH) {
            throw new IOException(file + ": a session secret has " + LENGTH + " bytes, not " + bytes.position());
        }
        return new SessionSecret(Arrays.copyOf(bytes.array(), LENGTH));
    }

    // A link, unlike a rename, fails where somebody else was first; and what it shows is whole.
    private static void create(Path file, Linking linking) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        Path draft = Files.createTempFile(folder, ".secret", "", PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        SessionSecret secret = random();
        try {
            try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
                channel.write(ByteBuffer.wrap(secret.bytes));
                channel.force(true);
            }
            publish(draft, file, linking);
        } finally {
            secret.destroy();
            Files.deleteIfExists(draft);
        }
    }

    private static void publish(Path draft, Path file, Linking linking) throws IOException {
        try {
            linking.link(file, draft);
        } catch (FileAlreadyExistsException e) {
            // Another process was first: its secret is everybody's.
        } catch (UnsupportedOperationException | IOException e) {
            // Mostly EPERM, link(2): "the filesystem does not support the creation of hard links".
            takeTurns(draft, file);
        }
    }

    // A rename replaces what is there: who has the lock looks first. The lock is the process's, not the thread's.
    private static synchronized void takeTurns(Path draft, Path file) throws IOException {
        Path lock = file.resolveSibling(file.getFileName() + ".lock");
        Set<OpenOption> options = Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try (FileChannel channel = FileChannel.open(lock, options, PosixFilePermissions.asFileAttribute(OWNER_ONLY))) {
            channel.lock();
            if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
            }
        }
    }

    /**
     * A copy of the bytes; the caller wipes it.
     *
     * @throws IllegalStateException if the secret is destroyed
     */
    public synchronized byte[] bytes() {
        if (destroyed) {
            throw new IllegalStateException("the session secret is destroyed");
        }
        return bytes.clone();
    }

    /** Wipes the bytes. */
    @Override
    public synchronized void destroy() {
        destroyed = true;
        Arrays.fill(bytes, (byte) 0);
    }

    /** Whether the bytes are wiped. */
    @Override
    public synchronized boolean isDestroyed() {
        return destroyed;
    }

    /** Shows nothing. */
    @Override
    public String toString() {
        return "SessionSecret[...]";
    }
}
