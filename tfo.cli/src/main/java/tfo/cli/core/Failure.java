package tfo.cli.core;

import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import tfo.api.tls.TlsException;

/** A command did not work; the message says why, in words fit for the user. */
public final class Failure extends Exception {
    private static final long serialVersionUID = 1L;

    /** A failure for this reason. */
    public Failure(String message) {
        super(message);
    }

    /** What went wrong, and where that is known what to do about it, in one line. */
    public static String advised(Throwable cause) {
        String advice = cause instanceof TlsException tls ? Advice.on(tls) : "";
        return advice.isEmpty() ? words(cause) : words(cause) + "; " + advice;
    }

    /** What went wrong, in one line: some exceptions of the JDK say no more than a name. */
    public static String words(Throwable cause) {
        String message = cause.getMessage();
        if (cause instanceof UnknownHostException) {
            return "unknown host: " + message;
        }
        if (cause instanceof FileSystemException file) {
            return file.getFile() + ": " + fileReason(file);
        }
        String words = message == null || message.isBlank() ? cause.getClass().getSimpleName() : oneLine(message);
        return cause instanceof TlsException tls ? tlsWords(tls, words) : words;
    }

    private static String tlsWords(TlsException failure, String message) {
        String words = message.replaceAll("\\.$", "");
        return words.contains(failure.code()) ? words : words + ", " + failure.code();
    }

    private static String fileReason(FileSystemException file) {
        if (file instanceof NoSuchFileException) {
            return "no such file or folder";
        }
        if (file instanceof AccessDeniedException && file.getReason() == null) {
            return "access denied";
        }
        return file.getReason() == null ? file.getClass().getSimpleName() : file.getReason();
    }

    private static String oneLine(String message) {
        return message.strip().replaceAll("\\s*[\\r\\n]+\\s*", "; ");
    }
}
