package tfo.linux.socket;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import org.jspecify.annotations.Nullable;
import tfo.linux.kernel.Errno;
import tfo.linux.kernel.SystemCalls;

/**
 * The descriptor of a channel that its user may close at any time, whereupon the number may name another socket. A call takes a
 * duplicate, sees by SO_COOKIE that it is still the same socket, acts on the duplicate and closes it.
 */
final class Descriptor {
    private final SystemCalls calls;
    private final int number;
    private final long cookie;

    private Descriptor(SystemCalls calls, int number, long cookie) {
        this.calls = calls;
        this.number = number;
        this.cookie = cookie;
    }

    /** For the number of a socket that cannot be closed just now; nothing where the kernel does not tell sockets apart. */
    static @Nullable Descriptor of(int number, SystemCalls calls) {
        long cookie = calls.cookie(number);
        return cookie < 0 ? null : new Descriptor(calls, number, cookie);
    }

    int number() {
        return number;
    }

    /** Throws what names EMFILE where there was never a number for a duplicate. */
    <T, X extends Exception> T call(Call<T, X> action) throws IOException, X {
        int duplicate = calls.duplicates().of(number);
        if (duplicate < 0) {
            throw Errno.during(duplicate, "fcntl F_DUPFD_CLOEXEC", null);
        }
        try {
            return checked(duplicate, action);
        } finally {
            calls.duplicates().release(duplicate);
        }
    }

    private <T, X extends Exception> T checked(int descriptor, Call<T, X> action) throws ClosedChannelException, X {
        if (calls.cookie(descriptor) != cookie) {
            throw new ClosedChannelException();
        }
        return action.on(descriptor);
    }

    /** What to do with the descriptor; it must not be kept. */
    interface Call<T, X extends Exception> {
        T on(int descriptor) throws X;
    }
}
