package tfo.testkit.tls;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.Pipe;
import java.util.List;

/** One end of a pair of channels that are no sockets, have no descriptor of their own and cannot be selected. */
final class Duct implements ByteChannel {
    private final Pipe.SourceChannel in;
    private final Pipe.SinkChannel out;

    private Duct(Pipe.SourceChannel in, Pipe.SinkChannel out) {
        this.in = in;
        this.out = out;
    }

    /** Two ends. */
    static List<Duct> pair() throws IOException {
        Pipe there = Pipe.open();
        Pipe back = Pipe.open();
        return List.of(new Duct(back.source(), there.sink()), new Duct(there.source(), back.sink()));
    }

    @Override
    public int read(ByteBuffer destination) throws IOException {
        return in.read(destination);
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        return out.write(source);
    }

    @Override
    public boolean isOpen() {
        return in.isOpen();
    }

    @Override
    public void close() throws IOException {
        out.close();
        in.close();
    }
}
