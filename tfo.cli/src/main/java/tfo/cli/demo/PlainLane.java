package tfo.cli.demo;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import tfo.api.socket.FastOpenReport;

/** The JDK's own socket, as everybody uses it. */
final class PlainLane implements Lane {
    private static final int PATIENCE_MILLIS = 60_000;

    @Override
    public String name() {
        return "plain TCP";
    }

    @Override
    public String stack() {
        return "jdk";
    }

    @Override
    public Run run(InetSocketAddress server, ByteBuffer request) throws IOException {
        byte[] bytes = new byte[request.remaining()];
        request.duplicate().get(bytes);
        long start = System.nanoTime();
        try (Socket socket = new Socket()) {
            socket.connect(server, PATIENCE_MILLIS);
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream().write(bytes);
            InputStream in = socket.getInputStream();
            if (in.read() < 0) {
                throw new EOFException("no answer");
            }
            long nanos = System.nanoTime() - start;
            in.transferTo(OutputStream.nullOutputStream());
            return new Run(
                    nanos,
                    socket.getLocalPort(),
                    FastOpenReport.notTried("java.net.Socket has no Fast Open", bytes.length));
        }
    }
}
