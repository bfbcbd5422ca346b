package tfo.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLSocket;
import tfo.api.socket.FastOpenReport;
import tfo.lab.foreign.JdkTls;

/**
 * A dialog by the JDK's TLS.
 *
 * @param tls whose sessions it uses
 * @param resuming whether they are kept for the next
 * @param socket the layered one
 * @param report how the ClientHello fared
 */
record JdkTlsDialog(JdkTls tls, boolean resuming, SSLSocket socket, FastOpenReport report) implements Dialog {

    @Override
    public int read(ByteBuffer answer) throws IOException {
        int place = answer.arrayOffset() + answer.position();
        int length = socket.getInputStream().read(answer.array(), place, answer.remaining());
        answer.position(answer.position() + Math.max(0, length));
        return length;
    }

    @Override
    public void shutdownOutput() throws IOException {
        socket.shutdownOutput();
    }

    @Override
    public int localPort() {
        return socket.getLocalPort();
    }

    @Override
    public Session session() {
        return tls.resumed() ? Session.RESUMED : Session.FULL;
    }

    @Override
    public void close() throws IOException {
        socket.close();
        if (!resuming) {
            tls.forget();
        }
    }
}
