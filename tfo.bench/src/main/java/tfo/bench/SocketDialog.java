package tfo.bench;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.function.Function;
import tfo.api.socket.FastOpenReport;

/** A dialog over a socket. */
record SocketDialog(Socket socket, InputStream input, Function<Socket, FastOpenReport> reporter) implements Dialog {

    @Override
    public int read(ByteBuffer answer) throws IOException {
        int length = input.read(answer.array(), answer.arrayOffset() + answer.position(), answer.remaining());
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
    public FastOpenReport report() {
        return reporter.apply(socket);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
