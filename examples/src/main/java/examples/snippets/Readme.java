package examples.snippets;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import javax.net.SocketFactory;
import tfo.api.socket.ConnectRequest;
import tfo.api.socket.FastOpenConnection;
import tfo.api.socket.FastOpenSockets;
import tfo.api.tcp.TcpInfo;
import tfo.api.tcp.TcpOptions;

/** README.md. */
final class Readme {
    private Readme() {}

    static void request(InetSocketAddress server) throws IOException {
        // snippet: request
        FastOpenSockets sockets = FastOpenSockets.best();
        ByteBuffer get = StandardCharsets.US_ASCII.encode("GET / HTTP/1.0\r\nHost: example.org\r\n\r\n");
        ConnectRequest request = ConnectRequest.to(server).firstFlight(get).timeout(Duration.ofSeconds(5));

        try (FastOpenConnection connection = sockets.connect(request)) {
            System.out.println(connection.report());
            InputStream answer = Channels.newInputStream(connection.channel());
            answer.transferTo(System.out);
        }
        // end
    }

    static String drop(String host, int port, byte[] question) throws IOException {
        // snippet: socket-factory
        SocketFactory factory = FastOpenSockets.best().socketFactory();

        try (Socket socket = factory.createSocket(host, port)) {
            socket.getOutputStream().write(question); // leaves in the SYN
            byte[] answer = socket.getInputStream().readAllBytes();
            return new String(answer, StandardCharsets.UTF_8);
        }
        // end
    }

    static void options(SocketChannel channel) throws IOException {
        // snippet: tcp
        FastOpenSockets sockets = FastOpenSockets.best();

        sockets.setOption(channel, TcpOptions.TCP_USER_TIMEOUT, Duration.ofSeconds(10)); // give up on a silent peer
        sockets.setOption(channel, TcpOptions.TCP_CONGESTION, "reno");
        sockets.tcpInfo(channel).flatMap(TcpInfo::rtt).ifPresent(System.out::println);
        int waiting = sockets.queues(channel).outQueue(); // bytes that the peer has not acknowledged
        // end
        System.out.println(waiting);
    }
}
