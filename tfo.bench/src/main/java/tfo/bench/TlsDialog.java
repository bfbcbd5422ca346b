package tfo.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import tfo.api.socket.FastOpenConnection;
import tfo.api.socket.FastOpenReport;
import tfo.api.tls.HandshakeReport.EarlyData;
import tfo.api.tls.TlsConnection;

/** A dialog by TLS of this library's. */
record TlsDialog(TlsConnection connection) implements Dialog {

    private FastOpenConnection socket() {
        return connection.underneath().orElseThrow();
    }

    @Override
    public int read(ByteBuffer answer) throws IOException {
        return connection.read(answer);
    }

    @Override
    public void shutdownOutput() throws IOException {
        connection.shutdownOutput();
    }

    @Override
    public int localPort() {
        return socket().channel().socket().getLocalPort();
    }

    @Override
    public FastOpenReport report() {
        return socket().report();
    }

    @Override
    public Session session() {
        if (connection.handshake().earlyData() == EarlyData.ACCEPTED) {
            return Session.EARLY;
        }
        return connection.handshake().resumed() ? Session.RESUMED : Session.FULL;
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
