package tfo.cli.probe;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import tfo.cli.core.HostPort;

/**
 * Something harmless to say first to a server, so that there is something to put into the SYN.
 *
 * @param what its name, for the report
 * @param bytes what is sent
 * @param answered whether a server is bound to answer it
 */
record FirstWords(String what, ByteBuffer bytes, boolean answered) {
    private static final Set<Integer> HTTP = Set.of(80, 591, 8000, 8008, 8080, 8081, 8088, 8888);
    private static final Set<Integer> TLS = Set.of(443, 465, 563, 636, 853, 989, 990, 993, 995, 5061, 8443, 9443);

    /** The user's own bytes, or else what fits the port. */
    static FirstWords of(HostPort peer, Optional<byte[]> data) throws IOException {
        if (data.isPresent()) {
            return new FirstWords("the given data", ByteBuffer.wrap(data.get()), true);
        }
        if (HTTP.contains(peer.port())) {
            return new FirstWords("an HTTP HEAD request", head(peer), true);
        }
        if (TLS.contains(peer.port())) {
            return ofTls(peer);
        }
        // An empty line: the protocols of text pass over it, the others have not got a whole message.
        return new FirstWords("an empty line", ascii("\r\n"), false);
    }

    /** The beginning of a TLS handshake. */
    static FirstWords ofTls(HostPort peer) throws IOException {
        return new FirstWords("a TLS ClientHello", clientHello(peer), true);
    }

    private static ByteBuffer head(HostPort peer) {
        String host = peer.port() == 80 ? peer.toString().replaceFirst(":80$", "") : peer.toString();
        String request = "HEAD / HTTP/1.1\r\nHost: " + host + "\r\nUser-Agent: tfo\r\nConnection: close\r\n\r\n";
        return ascii(request);
    }

    private static ByteBuffer ascii(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static ByteBuffer clientHello(HostPort peer) throws IOException {
        try {
            SSLEngine engine = SSLContext.getDefault().createSSLEngine(peer.host(), peer.port());
            engine.setUseClientMode(true);
            ByteBuffer record = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
            engine.wrap(ByteBuffer.allocate(0), record);
            return record.flip();
        } catch (NoSuchAlgorithmException e) {
            throw new IOException("no TLS in this Java runtime", e);
        }
    }
}
