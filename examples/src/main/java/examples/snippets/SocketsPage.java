package examples.snippets;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import tfo.api.socket.FastOpenReport;
import tfo.api.socket.FastOpenSockets;
import tfo.api.socket.FirstSpeaker;

/** docs/man/sockets.md. */
final class SocketsPage {
    private SocketsPage() {}

    static String ask(FastOpenSockets sockets, InetSocketAddress server, byte[] question) throws IOException {
        // snippet: first-io
        try (Socket socket = sockets.socketFactory(FirstSpeaker.CLIENT).createSocket()) {
            socket.connect(server, 2000); // with a cookie: nothing has been sent yet
            socket.getOutputStream().write(question); // the SYN leaves, and this waits for the answer to it
            int first = socket.getInputStream().read();
            return first + ", " + sockets.report(socket).outcome();
        } catch (ConnectException e) {
            return "refused, by connect or by write";
        } catch (SocketTimeoutException e) {
            return "timed out, in connect or in write";
        }
        // end
    }

    static FastOpenReport tls(FastOpenSockets sockets, SSLContext context, String host, int port) throws IOException {
        // snippet: tls
        Socket plain = sockets.socketFactory().createSocket(host, port);
        try (SSLSocket tls = (SSLSocket) context.getSocketFactory().createSocket(plain, host, port, true)) {
            tls.startHandshake(); // the ClientHello leaves in the SYN
            return sockets.report(plain);
        }
        // end
    }
}
