package tfo.cli.http;

import java.io.IOException;

/** The peer does not speak HTTP/1.1 as it should, or tries our limits; {@link #status()} is what a server answers to that. */
public final class HttpException extends IOException {
    private static final long serialVersionUID = 1L;

    private final int status;

    HttpException(int status, String message) {
        super(message);
        this.status = status;
    }

    static HttpException bad(String message) {
        return new HttpException(400, message);
    }

    /** The status code of the answer that this deserves. */
    public int status() {
        return status;
    }
}
