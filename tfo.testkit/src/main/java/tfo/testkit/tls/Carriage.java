package tfo.testkit.tls;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.SocketChannel;
import tfo.api.socket.FastOpenConnection;
import tfo.api.socket.FastOpenSockets;
import tfo.api.tls.TlsDial;
import tfo.api.tls.TlsServer;

/** What carries the records of the end under test. */
enum Carriage {
    /** The provider of sockets. */
    SOCKETS {
        @Override
        End dial(TlsDial dial, FastOpenSockets sockets, InetSocketAddress remote) throws IOException {
            return End.of(dial.connect(sockets), HostileScene.PATIENCE);
        }

        @Override
        End accept(TlsServer server, FastOpenConnection plain) throws IOException {
            return End.of(server.accept(plain), HostileScene.PATIENCE);
        }
    },
    /** A channel of which nothing is known but that it can be read and written. */
    CHANNEL {
        @Override
        End dial(TlsDial dial, FastOpenSockets sockets, InetSocketAddress remote) throws IOException {
            return End.of(dial.over(new Plain(SocketChannel.open(remote))), HostileScene.PATIENCE);
        }

        @Override
        End accept(TlsServer server, FastOpenConnection plain) throws IOException {
            return End.of(server.accept(new Plain(plain.channel())), HostileScene.PATIENCE);
        }
    },
    /** Who asks an engine for bytes and gives it bytes. */
    ENGINE {
        @Override
        End dial(TlsDial dial, FastOpenSockets sockets, InetSocketAddress remote) throws IOException {
            SocketChannel channel = SocketChannel.open(remote);
            return EngineEnd.of(dial.engine(), channel.socket(), channel);
        }

        @Override
        End accept(TlsServer server, FastOpenConnection plain) throws IOException {
            return EngineEnd.of(server.engine(), plain.channel().socket(), plain);
        }
    };

    /** Connects and does a client's handshake. */
    abstract End dial(TlsDial dial, FastOpenSockets sockets, InetSocketAddress remote) throws IOException;

    /** Does a server's handshake over a connection that was accepted. */
    abstract End accept(TlsServer server, FastOpenConnection plain) throws IOException;

    private record Plain(SocketChannel socket) implements ByteChannel {
        @Override
        public int read(ByteBuffer destination) throws IOException {
            return socket.read(destination);
        }

        @Override
        public int write(ByteBuffer source) throws IOException {
            return socket.write(source);
        }

        @Override
        public boolean isOpen() {
            return socket.isOpen();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
