package tfo.linux.socket;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The descriptor of a socket without a channel, looked for when it is first needed. The socket may be closed at any time. */
final class SocketDescriptor {
    private final Platform platform;
    private final Socket socket;
    private final ReentrantLock search = new ReentrantLock();

    /** Nothing until it was looked for and found. Written under {@link #search}. */
    private volatile @Nullable Descriptor descriptor;

    SocketDescriptor(Platform platform, Socket socket) {
        this.platform = platform;
        this.socket = socket;
    }

    /**
     * Nothing where it is not found, which may be for want of descriptors.
     *
     * @throws SocketException if the socket is closed before it is found
     */
    @Nullable
    Descriptor find() throws IOException {
        if (descriptor == null) {
            search.lock();
            try {
                if (descriptor == null) {
                    descriptor = found();
                }
            } finally {
                search.unlock();
            }
        }
        return descriptor;
    }

    private @Nullable Descriptor found() throws IOException {
        int number = platform.descriptors().find(socket, platform.descriptors().hint());
        Descriptor found = number < 0 ? null : Descriptor.of(number, platform.calls());
        // Throws if the socket is closed, from before its number is free for others; isClosed() of JDK 17 comes after
        // that.
        socket.getKeepAlive();
        return found;
    }

    /** Acts on the descriptor in the name of an operation. */
    <T> T call(String operation, Descriptor.Call<T, IOException> action) throws IOException {
        Descriptor found = find();
        if (socket.isClosed()) {
            throw new SocketException("Socket is closed");
        }
        if (found == null) {
            throw new IOException(operation + ": the socket's descriptor was not found");
        }
        try {
            return found.call(action);
        } catch (ClosedChannelException e) {
            throw new SocketException("Socket is closed");
        }
    }
}
