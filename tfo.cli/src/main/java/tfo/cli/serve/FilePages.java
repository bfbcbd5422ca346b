package tfo.cli.serve;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URLConnection;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The files of a folder. Nothing outside of it is to be had, neither by dots nor by a symbolic link. */
final class FilePages implements Pages {
    private static final Page NOT_FOUND = Page.text(404, "not found");
    private static final int BUFFER = 64 * 1024;

    private final Path root;

    FilePages(Path folder) throws IOException {
        this.root = folder.toRealPath();
    }

    @Override
    public Page find(String path) throws IOException {
        Optional<List<String>> segments = PathText.segments(path);
        if (segments.isEmpty()) {
            return Page.text(400, "no path");
        }
        try {
            Path file = real(root.resolve(String.join("/", segments.get())));
            if (!Files.isDirectory(file)) {
                return path.endsWith("/") ? NOT_FOUND : file(file);
            }
            return path.endsWith("/") ? file(real(file.resolve("index.html"))) : moved(segments.get());
        } catch (AccessDeniedException e) {
            return Page.text(403, "forbidden");
        } catch (FileSystemException | InvalidPathException e) {
            return NOT_FOUND;
        }
    }

    // A link may lead around within the folder, not out of it; what is outside is treated as missing.
    private Path real(Path file) throws IOException {
        Path real = file.toRealPath();
        if (!real.startsWith(root)) {
            throw new FileSystemException(file.toString());
        }
        return real;
    }

    // Only regular files: opening a pipe would wait for its writer.
    private static Page file(Path file) throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return NOT_FOUND;
        }
        if (!Files.isReadable(file)) {
            throw new AccessDeniedException(file.toString());
        }
        long length = Files.size(file);
        return new Page(200, Map.of("Content-Type", type(file)), length, out -> copy(file, length, out));
    }

    private static Page moved(List<String> segments) {
        return Page.text(301, "moved").with("Location", PathText.ofFolder(segments));
    }

    private static String type(Path file) {
        String guess = URLConnection.guessContentTypeFromName(file.getFileName().toString());
        return guess == null ? "application/octet-stream" : guess;
    }

    // The length was announced: a file that grows meanwhile is cut, one that shrinks ends the connection.
    private static void copy(Path file, long length, OutputStream out) throws IOException {
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            for (long left = length; left > 0; ) {
                int count = in.read(buffer, 0, (int) Math.min(buffer.length, left));
                if (count < 0) {
                    throw new EOFException(file.getFileName() + " became shorter");
                }
                out.write(buffer, 0, count);
                left -= count;
            }
        }
    }
}
