package tfo.testkit.tls;

import java.io.IOException;
import java.net.Socket;
import org.bouncycastle.tls.DefaultTlsClient;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.ServerOnlyTlsAuthentication;
import org.bouncycastle.tls.TlsAuthentication;
import org.bouncycastle.tls.TlsClientProtocol;
import org.bouncycastle.tls.TlsServerCertificate;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;

/** A client by Bouncy Castle's TLS, which speaks one version, be it of old, and believes everybody. */
final class BouncyClient extends DefaultTlsClient {
    private final ProtocolVersion version;

    private BouncyClient(ProtocolVersion version) {
        super(new BcTlsCrypto());
        this.version = version;
    }

    /** Does the client's side of a handshake. */
    static void handshake(Socket socket, ProtocolVersion version) throws IOException {
        new TlsClientProtocol(socket.getInputStream(), socket.getOutputStream()).connect(new BouncyClient(version));
    }

    @Override
    protected ProtocolVersion[] getSupportedVersions() {
        return version.only();
    }

    @Override
    public TlsAuthentication getAuthentication() {
        return new ServerOnlyTlsAuthentication() {
            @Override
            public void notifyServerCertificate(TlsServerCertificate certificate) {
                // Whoever that is.
            }
        };
    }
}
