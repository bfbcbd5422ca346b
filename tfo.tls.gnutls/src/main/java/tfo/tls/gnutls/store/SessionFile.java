package tfo.tls.gnutls.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import tfo.api.tls.SessionOffer;
import tfo.api.tls.SessionRefusal;

/** A sealed session in a file of its own. Its name tells when it was written, and sorts by that. */
record SessionFile(Path path) {
    static final String SUFFIX = ".session";

    /** How the name of a file begins that is not whole yet. */
    static final String DRAFT = ".draft-";

    private static final FileAttribute<?> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final Set<PosixFilePermission> OF_OWNER = EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);
    private static final int LONGEST = 1 << 20;
    private static final SecureRandom RANDOM = new SecureRandom();

    // Orders what one process writes within a millisecond.
    private static final AtomicInteger NEXT = new AtomicInteger();

    /** Writes a new one into the folder; whoever looks there sees it whole or not at all. */
    static void write(Path folder, byte[] sealed, long millis) throws IOException {
        String random = HexFormat.of().toHexDigits(RANDOM.nextLong());
        Path draft = folder.resolve(DRAFT + random);
        int next = Math.floorMod(NEXT.getAndIncrement(), 1_000_000);
        try {
            try (SeekableByteChannel out = Files.newByteChannel(
                    draft, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), OWNER_ONLY)) {
                ByteBuffer bytes = ByteBuffer.wrap(sealed);
                while (bytes.hasRemaining()) {
                    out.write(bytes);
                }
            }
            Path whole = folder.resolve(String.format(Locale.ROOT, "%013d-%06d-%s%s", millis, next, random, SUFFIX));
            Files.move(draft, whole, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            Files.deleteIfExists(draft);
            throw e;
        }
    }

    /** Whether nobody but the owner may do anything with it. */
    static boolean isPrivate(Path path) throws IOException {
        return OF_OWNER.containsAll(Files.getPosixFilePermissions(path));
    }

    /**
     * What is in it.
     *
     * @throws java.nio.file.NoSuchFileException if it is gone
     */
    SessionOffer open(Opener opener) throws IOException {
        // Not where a link leads: neither the mode nor the deletion that claims it would be those of the file.
        PosixFileAttributes file = Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (!file.isRegularFile()) {
            return SessionOffer.refused(SessionRefusal.UNREADABLE, path.getFileName() + " is not a file");
        }
        if (!OF_OWNER.containsAll(file.permissions())) {
            return SessionOffer.refused(
                    SessionRefusal.EXPOSED, path.getFileName() + " may be read by others than its owner");
        }
        if (file.size() > LONGEST) {
            return SessionOffer.refused(SessionRefusal.WRONG_LENGTH, path.getFileName() + " is too long");
        }
        return opener.open(bytes());
    }

    private byte[] bytes() throws IOException {
        try (InputStream in = Files.newInputStream(path, LinkOption.NOFOLLOW_LINKS)) {
            return in.readNBytes(LONGEST + 1);
        }
    }

    /** Opens a seal. */
    interface Opener {
        SessionOffer open(byte[] sealed);
    }
}
