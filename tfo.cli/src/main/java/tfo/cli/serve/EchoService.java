package tfo.cli.serve;

import java.io.IOException;
import java.time.Duration;

/** Sends every byte back. */
final class EchoService implements Service {
    private static final int BUFFER = 64 * 1024;
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    @Override
    public void serve(Wire wire) throws IOException {
        byte[] buffer = new byte[BUFFER];
        wire.expectWithin(PATIENCE);
        for (int count = wire.input().read(buffer);
                count >= 0;
                count = wire.input().read(buffer)) {
            wire.output().write(buffer, 0, count);
            wire.expectWithin(PATIENCE);
        }
    }
}
