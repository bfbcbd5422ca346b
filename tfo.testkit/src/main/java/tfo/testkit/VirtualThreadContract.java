package tfo.testkit;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tfo.api.socket.ConnectRequest;
import tfo.testkit.peer.EchoPeer;
import tfo.testkit.peer.FullBacklog;

/** Virtual threads wait without holding up their carriers; on a JDK without them the same is asked of platform threads. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class VirtualThreadContract extends DiallerContract {
    // Many more than there are carriers: held up by each of them in turn, the last would end very late.
    private static final int CROWD = 48 * Runtime.getRuntime().availableProcessors();
    private static final Duration LIMIT = Duration.ofMillis(400);

    @ParameterizedTest
    @EnumSource
    void aCrowdThatConnectsToABlackHoleTimesOutTogether(Contact contact) throws Exception {
        try (FullBacklog hole = FullBacklog.on(address(contact))) {
            ConnectRequest request = request(hole.address()).timeout(LIMIT);
            long end = System.nanoTime() + LIMIT.multipliedBy(16).toNanos();

            for (Background<Link> one : crowd(() -> dialler().dial(request))) {
                Duration left = Duration.ofNanos(Math.max(0, end - System.nanoTime()));
                assertInstanceOf(SocketTimeoutException.class, one.failure(left));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aCrowdIsAnswered(Contact contact) throws Exception {
        try (EchoPeer peer = EchoPeer.on(address(contact))) {
            for (Background<Boolean> one : crowd(() -> isEchoed(peer))) {
                assertTrue(one.result());
            }
        }
    }

    private boolean isEchoed(EchoPeer peer) throws IOException {
        try (Link link = dial(peer.address())) {
            assertEchoed(link);
            return true;
        }
    }

    @Test
    void aReaderThatWaitsDoesNotHoldUpAWriter() throws Exception {
        try (EchoPeer peer = EchoPeer.on(address(Contact.KNOWN));
                Link link = dial(peer.address())) {
            assertEchoed(link);
            Background<Integer> reader = Background.startVirtual(() -> link.in().read());
            Background.startVirtual(() -> {
                        link.out().write(9);
                        return true;
                    })
                    .result();

            assertTrue(reader.result() == 9);
        }
    }

    private static <T> List<Background<T>> crowd(Callable<T> work) {
        return Stream.generate(() -> Background.startVirtual(work)).limit(CROWD).toList();
    }
}
