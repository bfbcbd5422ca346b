package tfo.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import tfo.api.socket.FastOpenReport;

/** A dialog over a channel. */
record ChannelDialog(SocketChannel channel, FastOpenReport report) implements Dialog {

    @Override
    public int read(ByteBuffer answer) throws IOException {
        return channel.read(answer);
    }

    @Override
    public void shutdownOutput() throws IOException {
        channel.shutdownOutput();
    }

    @Override
    public int localPort() {
        return channel.socket().getLocalPort();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
