package tfo.cli.serve;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Set;
import tfo.api.socket.FastOpenKeyRing;

/** A secret in a file that servers share; {@code toString} tells what it is for, never the bytes. */
public enum SecretFile {
    /** Of the tickets of TLS. */
    TICKET_KEY("ticket key", 64),
    /** Of the keys of Fast Open cookies. */
    KEY_RING("key ring's secret", FastOpenKeyRing.SECRET_LENGTH);

    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> OWNER = PosixFilePermissions.fromString("rwx------");

    private final String what;
    private final int length;

    SecretFile(String what, int length) {
        this.what = what;
        this.length = length;
    }

    /**
     * The bytes in this file, which the caller wipes. Where there is no file, one is made of random bytes, mode 0600, in one step: of
     * several servers at once all get the same secret.
     *
     * @throws AccessDeniedException if others than its owner may read or write it
     * @throws IOException if it cannot be read or made, or has another length
     */
    public byte[] read(Path file) throws IOException {
        if (!Files.exists(file)) {
            create(file);
        }
        if (!OWNER.containsAll(Files.getPosixFilePermissions(file))) {
            throw new AccessDeniedException(
                    file.toString(),
                    null,
                    "others than its owner may use this " + what + ": chmod 600 it, or remove it");
        }
        if (Files.size(file) != length) {
            throw new IOException(file + ": a " + what + " has " + length + " bytes, not " + Files.size(file));
        }
        return Files.readAllBytes(file);
    }

    // A link, unlike a rename, fails where somebody else was first; and what it shows is whole.
    private void create(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        Path draft = Files.createTempFile(folder, ".secret", "", PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        try {
            write(draft);
            Files.createLink(file, draft);
        } catch (FileAlreadyExistsException e) {
            // Another server was first: its secret is everybody's.
            return;
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    private void write(Path draft) throws IOException {
        byte[] secret = new byte[length];
        new SecureRandom().nextBytes(secret);
        try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(secret));
            channel.force(true);
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }
}
