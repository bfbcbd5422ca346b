package tfo.cli.serve;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import tfo.api.socket.FastOpenConnection;
import tfo.api.tls.HandshakeReport;
import tfo.api.tls.TlsConnection;
import tfo.cli.http.DeadlineInput;

/** What a {@link Wire} runs over: a connection as it is, or TLS over one. */
interface Line extends Closeable {

    DeadlineInput input(Duration patience, String peer) throws IOException;

    OutputStream output() throws IOException;

    void shutdownOutput() throws IOException;

    /** What TLS agreed on; empty without it. */
    Optional<HandshakeReport> handshake();

    /** Whether what was read last may be a replay. */
    boolean early();

    /** The connection as it is. */
    record Plain(FastOpenConnection connection) implements Line {
        @Override
        public DeadlineInput input(Duration patience, String peer) throws IOException {
            return DeadlineInput.of(connection.channel(), patience, peer);
        }

        @Override
        public OutputStream output() throws IOException {
            return connection.channel().socket().getOutputStream();
        }

        @Override
        public void shutdownOutput() throws IOException {
            connection.channel().shutdownOutput();
        }

        @Override
        public Optional<HandshakeReport> handshake() {
            return Optional.empty();
        }

        @Override
        public boolean early() {
            return false;
        }

        @Override
        public void close() throws IOException {
            connection.close();
        }
    }

    /** A connection of TLS. */
    record Secure(TlsConnection connection) implements Line {
        @Override
        public DeadlineInput input(Duration patience, String peer) {
            return DeadlineInput.of(connection, patience, peer);
        }

        @Override
        public OutputStream output() {
            return new OutputStream() {
                @Override
                public void write(int value) throws IOException {
                    write(new byte[] {(byte) value}, 0, 1);
                }

                @Override
                public void write(byte[] bytes, int offset, int length) throws IOException {
                    connection.write(ByteBuffer.wrap(bytes, offset, length));
                }
            };
        }

        @Override
        public void shutdownOutput() throws IOException {
            connection.shutdownOutput();
        }

        @Override
        public Optional<HandshakeReport> handshake() {
            return Optional.of(connection.handshake());
        }

        @Override
        public boolean early() {
            return connection.early();
        }

        @Override
        public void close() throws IOException {
            connection.close();
        }
    }
}
