package tfo.testkit.tls;

import java.io.IOException;
import java.net.Socket;
import java.util.List;
import java.util.function.Consumer;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import tfo.api.tls.TlsVersion;

/** A client by the JDK's own TLS. Immutable; connections of one context resume each other's sessions. */
record JdkClient(SSLContext context, String host, Consumer<SSLSocket> settings) {
    static JdkClient of(SSLContext context) {
        return new JdkClient(context, SecureContract.HOST, socket -> {});
    }

    JdkClient speaking(TlsVersion version) {
        return with(socket -> socket.setEnabledProtocols(new String[] {version.standardName()}));
    }

    JdkClient alpn(String... protocols) {
        return with(socket -> {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setApplicationProtocols(protocols);
            socket.setSSLParameters(parameters);
        });
    }

    JdkClient believingAnyName() {
        return with(socket -> {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("");
            socket.setSSLParameters(parameters);
        });
    }

    /** Asks for this name, and verifies the certificate against it. */
    JdkClient asking(String name) {
        return new JdkClient(context, name, settings);
    }

    private JdkClient with(Consumer<SSLSocket> more) {
        return new JdkClient(context, host, settings.andThen(more));
    }

    /** The client's side of TLS over this connection, before the handshake. */
    SSLSocket over(Socket socket, int port) throws IOException {
        SSLSocket secured = (SSLSocket) context.getSocketFactory().createSocket(socket, host, port, true);
        SSLParameters parameters = secured.getSSLParameters();
        parameters.setServerNames(List.of(new SNIHostName(host)));
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secured.setSSLParameters(parameters);
        settings.accept(secured);
        return secured;
    }
}
