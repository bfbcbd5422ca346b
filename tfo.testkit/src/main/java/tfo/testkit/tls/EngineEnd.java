package tfo.testkit.tls;

import java.io.Closeable;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import tfo.api.tls.TlsEngine;

/** The end that an engine makes, together with who moves its bytes. */
final class EngineEnd implements End {
    private static final int BATCH = 32 * 1024;

    private final EngineLoop loop;
    private final Closeable connection;

    private EngineEnd(EngineLoop loop, Closeable connection) {
        this.loop = loop;
        this.connection = connection;
    }

    /**
     * Does the handshake. If it fails, everything is closed, and the peer has been told as far as the engine has something to say.
     *
     * @param connection what the socket belongs to
     */
    static EngineEnd of(TlsEngine engine, Socket socket, Closeable connection) throws IOException {
        EngineEnd end = new EngineEnd(new EngineLoop(engine, socket, BATCH), connection);
        try {
            end.loop.handshake();
            end.loop.send();
            return end;
        } catch (IOException | RuntimeException e) {
            end.sayWhy();
            end.close();
            throw e;
        }
    }

    private void sayWhy() {
        try {
            loop.send();
        } catch (IOException e) {
            // The first failure is the one that counts.
        }
    }

    @Override
    public int read(ByteBuffer destination) throws IOException {
        return loop.read(destination);
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        int length = source.remaining();
        loop.write(source);
        return length;
    }

    @Override
    public void shutdownOutput() throws IOException {
        loop.engine().shutdownOutput();
        loop.send();
    }

    @Override
    public boolean isOpen() {
        return !loop.socket().isClosed();
    }

    @Override
    public void close() throws IOException {
        loop.engine().close();
        connection.close();
    }
}
