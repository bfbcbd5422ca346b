package tfo.testkit.tls;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.time.Duration;
import javax.net.ssl.SSLSocket;
import tfo.api.tls.TlsConnection;

/** One end of a TLS connection, after the handshake, whoever provides it and whatever carries it. For one thread. */
interface End extends ByteChannel {

    /** Sends close_notify. */
    void shutdownOutput() throws IOException;

    /** A connection of the provider under test. */
    static End of(TlsConnection connection, Duration readTimeout) throws IOException {
        connection.readTimeout(readTimeout);
        return new Connected(connection);
    }

    /** One of the JDK's. */
    static End of(SSLSocket socket) {
        return new Foreign(socket);
    }

    /** Of a connection. */
    record Connected(TlsConnection connection) implements End {
        @Override
        public int read(ByteBuffer destination) throws IOException {
            return connection.read(destination);
        }

        @Override
        public int write(ByteBuffer source) throws IOException {
            return connection.write(source);
        }

        @Override
        public void shutdownOutput() throws IOException {
            connection.shutdownOutput();
        }

        @Override
        public boolean isOpen() {
            return connection.isOpen();
        }

        @Override
        public void close() throws IOException {
            connection.close();
        }
    }

    /** Of the JDK. */
    record Foreign(SSLSocket socket) implements End {
        @Override
        public int read(ByteBuffer destination) throws IOException {
            byte[] part = new byte[destination.remaining()];
            int n = socket.getInputStream().read(part);
            destination.put(part, 0, Math.max(n, 0));
            return n;
        }

        @Override
        public int write(ByteBuffer source) throws IOException {
            byte[] part = new byte[source.remaining()];
            source.get(part);
            socket.getOutputStream().write(part);
            return part.length;
        }

        @Override
        public void shutdownOutput() throws IOException {
            socket.shutdownOutput();
        }

        @Override
        public boolean isOpen() {
            return !socket.isClosed();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
