package examples.snippets;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import tfo.api.socket.ConnectRequest;
import tfo.api.socket.FastOpenConnection;
import tfo.api.socket.FastOpenListener;
import tfo.api.socket.FastOpenSockets;
import tfo.api.socket.ListenRequest;
import tfo.api.tcp.TcpOptions;

/** docs/man/options.md and its sisters. */
final class OptionsPages {
    private OptionsPages() {}

    static FastOpenConnection large(FastOpenSockets sockets, InetSocketAddress server) throws IOException {
        // snippet: options-request
        ConnectRequest request = ConnectRequest.to(server)
                .option(TcpOptions.SO_RCVBUF, 150_000) // before the SYN, which announces the scale of the window
                .option(TcpOptions.TCP_USER_TIMEOUT, Duration.ofSeconds(20));
        FastOpenConnection connection = sockets.connect(request);
        connection.setOption(TcpOptions.TCP_NODELAY, true);
        // end
        return connection;
    }

    static boolean responsive(FastOpenSockets sockets, SocketChannel channel) throws IOException {
        // snippet: options-channel
        boolean known = sockets.supportedOptions().contains(TcpOptions.TCP_NOTSENT_LOWAT);
        if (known) {
            sockets.setOption(channel, TcpOptions.TCP_NOTSENT_LOWAT, 16_384);
        }
        // end
        return known;
    }

    static void send(FastOpenConnection connection, ByteBuffer header, FileChannel file) throws IOException {
        // snippet: options-sending
        connection.setOption(TcpOptions.TCP_CORK, true);
        connection.channel().write(header);
        long sent = 0;
        while (sent < file.size()) {
            sent += file.transferTo(sent, file.size() - sent, connection.channel());
        }
        connection.setOption(TcpOptions.TCP_CORK, false); // the last segment, full or not, leaves now
        // end
    }

    static ByteBuffer read(FastOpenConnection connection) throws IOException {
        // snippet: options-receiving
        ByteBuffer heard = ByteBuffer.allocate(1024);
        connection.channel().read(heard);
        connection.setOption(TcpOptions.TCP_QUICKACK, true); // after each read: the kernel leaves the mode by itself
        // end
        return heard.flip();
    }

    static void watch(FastOpenConnection connection) throws IOException {
        // snippet: options-time-outs
        connection
                .setOption(TcpOptions.SO_KEEPALIVE, true)
                .setOption(TcpOptions.TCP_KEEPIDLE, Duration.ofSeconds(30))
                .setOption(TcpOptions.TCP_KEEPINTVL, Duration.ofSeconds(5))
                .setOption(TcpOptions.TCP_KEEPCNT, 3) // a peer that was silent for 45 seconds is gone
                .setOption(TcpOptions.TCP_USER_TIMEOUT, Duration.ofSeconds(45)); // also while data is on its way to it
        // end
    }

    static FastOpenListener patient(FastOpenSockets sockets, InetSocketAddress address) throws IOException {
        // snippet: options-handshake
        ListenRequest request = ListenRequest.on(address)
                .option(TcpOptions.TCP_DEFER_ACCEPT, Duration.ofSeconds(3))
                .option(TcpOptions.TCP_SAVE_SYN, true);
        FastOpenListener listener = sockets.listen(request);
        // end
        return listener;
    }

    static byte[] headers(FastOpenListener listener) throws IOException {
        // snippet: options-saved-syn
        try (FastOpenConnection accepted = listener.accept(Duration.ofSeconds(10))) {
            byte[] headers = accepted.getOption(TcpOptions.TCP_SAVED_SYN); // of IP and TCP, as they came
            listener.setOption(TcpOptions.TCP_SAVE_SYN, false); // one was enough
            return headers;
        }
        // end
    }

    static FastOpenConnection through(FastOpenSockets sockets, InetSocketAddress server, String device)
            throws IOException {
        // snippet: options-routing
        ConnectRequest request = ConnectRequest.to(server).option(TcpOptions.SO_BINDTODEVICE, device);
        FastOpenConnection connection = sockets.connect(request);
        // end
        return connection;
    }
}
