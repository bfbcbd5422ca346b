package tfo.linux.socket;

import static java.net.StandardSocketOptions.SO_REUSEADDR;
import static java.net.StandardSocketOptions.TCP_NODELAY;

import java.net.SocketOption;
import java.nio.channels.AsynchronousServerSocketChannel;
import java.nio.channels.NetworkChannel;
import java.nio.channels.ServerSocketChannel;
import java.util.Set;

/** Which channels are those of TCP: the JDK has the same classes for Unix-domain sockets. */
final class TcpChannel {
    private TcpChannel() {}

    /** Whether it is one, open or closed. */
    static boolean isOne(NetworkChannel channel) {
        // What it is bound to does not tell before it is bound.
        Set<SocketOption<?>> options = channel.supportedOptions();
        return options.contains(listens(channel) ? SO_REUSEADDR : TCP_NODELAY);
    }

    /** Whether it listens, or is there to. */
    static boolean listens(NetworkChannel channel) {
        return channel instanceof ServerSocketChannel || channel instanceof AsynchronousServerSocketChannel;
    }
}
