package tfo.tls.gnutls.transport;

import java.io.IOException;
import java.net.SocketException;
import tfo.tls.gnutls.library.Libc;

/** Descriptors of this process. */
final class Descriptors {
    static final int AF_UNIX = 1;
    static final int SOCK_STREAM = 1;
    static final int SOCK_NONBLOCK = 0x800;
    static final int SOCK_CLOEXEC = 0x80000;
    static final int IPPROTO_TCP = 6;
    static final int SHUT_WR = 1;
    static final int SHUT_RDWR = 2;
    static final int MSG_PEEK = 2;
    static final int MSG_DONTWAIT = 0x40;
    static final int MSG_NOSIGNAL = 0x4000;
    private static final int F_DUPFD_CLOEXEC = 1030;

    private Descriptors() {}

    /** A descriptor of our own for the same socket. */
    static int duplicate(Libc libc, int descriptor) throws IOException {
        return checked(libc.fcntl(descriptor, F_DUPFD_CLOEXEC, 0), "dup");
    }

    /** The result, unless it is an error. */
    static int checked(int result, String operation) throws IOException {
        if (result < 0) {
            throw new SocketException(operation + ": errno " + -result);
        }
        return result;
    }
}
