package tfo.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The key of this namespace's cookies, net.ipv4.tcp_fastopen_key: a new one voids every cookie given so far. */
final class CookieKey {
    private static final Path FILE = Path.of("/proc/sys/net/ipv4/tcp_fastopen_key");
    private static final SplittableRandom RANDOM = new SplittableRandom();

    private CookieKey() {}

    static void rotate() throws IOException {
        synchronized (RANDOM) {
            Files.writeString(
                    FILE,
                    String.format(
                            "%08x-%08x-%08x-%08x",
                            RANDOM.nextInt(), RANDOM.nextInt(), RANDOM.nextInt(), RANDOM.nextInt()));
        }
    }

    /** Makes a new key every 50 ms until it is stopped. */
    static Rotation keepRotating() {
        return new Rotation();
    }

    static final class Rotation {
        private final AtomicInteger turns = new AtomicInteger();
        private final CountDownLatch stopped = new CountDownLatch(1);
        private final Background<Boolean> turning = Background.run(this::turn);

        private void turn() throws IOException, InterruptedException {
            while (!stopped.await(50, TimeUnit.MILLISECONDS)) {
                rotate();
                turns.incrementAndGet();
            }
        }

        int turns() {
            return turns.get();
        }

        void stop() throws Exception {
            stopped.countDown();
            turning.result();
        }
    }
}
