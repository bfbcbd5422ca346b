package tfo.linux.socket;

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

    <T, X extends Exception> T call(Call<T, X> action) throws ClosedChannelException, X {
        int duplicate = calls.duplicate(number);
        if (Errno.EMFILE.is(duplicate)) {
            // Rather unguarded than not at all: what could close the socket meanwhile is not likely to be quick enough.
            return checked(number, action);
        }
        if (duplicate < 0) {
            throw new ClosedChannelException();
        }
        try {
            return checked(duplicate, action);
        } finally {
            calls.close(duplicate);
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
