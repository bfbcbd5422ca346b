package tfo.linux.socket;

import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.util.Arrays;
import tfo.api.Availability;
import tfo.api.tcp.TcpOptions;
import tfo.linux.kernel.Errno;
import tfo.linux.kernel.Linux;
import tfo.linux.kernel.SystemCalls;

/** What a listener's cookies are made with: a key, or a key and a backup, for which older kernels have no place. */
final class CookieKeys {
    private static final int ONE = 16;
    private static final String BACKUP = "a backup key takes Linux 5.3";

    private CookieKeys() {}

    static void check(byte[] key) {
        if (key.length != ONE && key.length != 2 * ONE) {
            throw new IllegalArgumentException("a Fast Open key has 16 or 32 bytes, not " + key.length);
        }
    }

    /** Sets both, or the first alone where there is no place for the backup, and then returns false. Wipes what it was given. */
    static boolean set(ServerSocketChannel channel, byte[] key, ChannelOptions options) throws IOException {
        try {
            options.set(channel, TcpOptions.TCP_FASTOPEN_KEY, key);
            return true;
        } catch (UnsupportedOperationException e) {
            if (key.length == ONE) {
                throw e;
            }
            set(channel, Arrays.copyOf(key, ONE), options);
            return false;
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    /** Sets both, or none. */
    static Availability set(int descriptor, byte[] key, SystemCalls calls) {
        int result = calls.setOption(descriptor, Linux.IPPROTO_TCP, Linux.TCP_FASTOPEN_KEY, key);
        return result < 0 ? Availability.missing(refusal(result, key)) : Availability.ready();
    }

    private static String refusal(int result, byte[] key) {
        String one = "a key takes Linux "
                + TcpOptions.since(TcpOptions.TCP_FASTOPEN_KEY).orElseThrow();
        return "setsockopt TCP_FASTOPEN_KEY: " + Errno.name(result) + "; " + (key.length > ONE ? BACKUP : one);
    }

    /** Adds what a listener lacks that was given two and has the first. */
    static Availability withoutBackup(Availability queue) {
        String reason = "the listener has the first of its keys only: " + BACKUP;
        return new Availability(queue.usable(), queue.reason().isEmpty() ? reason : queue.reason() + "; " + reason);
    }

    /** What there is to throw where a kernel says EINVAL of a key and its backup. */
    static UnsupportedOperationException refused() {
        return new UnsupportedOperationException("TCP_FASTOPEN_KEY: this kernel takes 16 bytes; " + BACKUP);
    }

    /** Whether it was the backup that the kernel did not take. */
    static boolean isOfBackup(int result, byte[] key) {
        return key.length > ONE && Errno.EINVAL.is(result);
    }
}
