package tfo.fallback.tls;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.time.Duration;

/** Any channel in blocking mode: nothing but its close ends a wait. */
final class ChannelWire implements Wire {
    private static final Duration FAREWELL = Duration.ofSeconds(1);

    private final ByteChannel channel;

    ChannelWire(ByteChannel channel) {
        this.channel = channel;
    }

    @Override
    public int read(ByteBuffer destination, TimeLimit limit) throws IOException {
        return within(limit, "read", () -> channel.read(destination));
    }

    @Override
    public void write(ByteBuffer source, TimeLimit limit) throws IOException {
        within(limit, "write", () -> {
            while (source.hasRemaining()) {
                channel.write(source);
            }
            return 0;
        });
    }

    @Override
    public void writeNow(ByteBuffer source) throws IOException {
        write(source, TimeLimit.NONE);
    }

    private int within(TimeLimit limit, String operation, Transfer transfer) throws IOException {
        try (Alarm alarm = Alarm.closing(channel, limit)) {
            try {
                return transfer.run();
            } catch (IOException e) {
                throw alarm.rang() ? limit.exceeded(operation) : e;
            }
        }
    }

    /** Whether a write waits cannot be known beforehand: a short while is given, then the channel is closed under it. */
    @Override
    public void partWith(ByteBuffer lastWords) throws IOException {
        write(lastWords, TimeLimit.of(FAREWELL));
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private interface Transfer {
        int run() throws IOException;
    }
}
