package tfo.linux.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tfo.linux.kernel.Duplicates;
import tfo.linux.kernel.Errno;
import tfo.linux.kernel.JnaLibc;
import tfo.linux.kernel.Linux;
import tfo.linux.kernel.SystemCalls;
import tfo.testkit.Background;

@Timeout(30)
class DuplicatesTest {
    // fcntl(2): of the descriptor itself, not of what it names.
    private static final int F_GETFD = 1, FD_CLOEXEC = 1;

    /** The numbers that were made and not closed. */
    private final Set<Integer> made = ConcurrentHashMap.newKeySet();

    private volatile boolean atTheLimit;

    private final SystemCalls calls = new SystemCalls(new DelegatingLibc(new JnaLibc()) {
        @Override
        public int fcntl(int descriptor, int command, int argument) {
            boolean duplicates = command == Linux.F_DUPFD_CLOEXEC;
            return duplicates
                    ? made(() -> super.fcntl(descriptor, command, argument))
                    : super.fcntl(descriptor, command, argument);
        }

        @Override
        public int epoll_create1(int flags) {
            return made(() -> super.epoll_create1(flags));
        }

        @Override
        public int close(int descriptor) {
            made.remove(descriptor);
            return super.close(descriptor);
        }
    });

    private final Duplicates duplicates = calls.duplicates();
    private SocketChannel one, other;
    private int oneNumber, otherNumber;

    private int made(IntSupplier call) {
        int number = atTheLimit ? Errno.EMFILE.result() : call.getAsInt();
        if (number >= 0) {
            made.add(number);
        }
        return number;
    }

    @BeforeEach
    void open() throws IOException {
        one = SocketChannel.open();
        other = SocketChannel.open();
        Descriptors descriptors = new Descriptors(new SystemCalls(new JnaLibc()));
        oneNumber = descriptors.find(one, Descriptors.NO_HINT);
        otherNumber = descriptors.find(other, Descriptors.NO_HINT);
    }

    @AfterEach
    void close() throws IOException {
        one.close();
        other.close();
        duplicates.close();
        assertEquals(Set.of(), made, "left open");
    }

    @Test
    void belowTheLimitEachCallHasANumberOfItsOwn() {
        int first = duplicates.of(oneNumber);
        int second = duplicates.of(otherNumber);

        assertIs(oneNumber, first);
        assertIs(otherNumber, second);
        duplicates.release(first);
        duplicates.release(second);
        assertEquals(Errno.EBADF.result(), calls.libc().fcntl(first, F_GETFD, 0));
    }

    @Test
    void atTheLimitTheReserveServesOneAfterTheOther() {
        duplicates.prepare();
        atTheLimit = true;

        for (int i = 0; i < 3; i++) {
            int first = duplicates.of(oneNumber);
            assertIs(oneNumber, first);
            assertEquals(FD_CLOEXEC, calls.libc().fcntl(first, F_GETFD, 0), "inherited by a child");
            duplicates.release(first);

            int second = duplicates.of(otherNumber);
            assertIs(otherNumber, second);
            assertEquals(first, second);
            duplicates.release(second);
            assertTrue(calls.cookie(second) < 0, "still a socket");
            assertEquals(FD_CLOEXEC, calls.libc().fcntl(second, F_GETFD, 0), "inherited by a child");
        }
    }

    @Test
    void theReserveIsThereAfterTheFirstDuplicate() {
        duplicates.release(duplicates.of(oneNumber));
        atTheLimit = true;

        int lent = duplicates.of(oneNumber);

        assertIs(oneNumber, lent);
        duplicates.release(lent);
    }

    @Test
    void whoComesWhileItIsLentWaits() throws Exception {
        duplicates.prepare();
        atTheLimit = true;
        int lent = duplicates.of(oneNumber);

        Background<Long> next = Background.start(() -> {
            int number = duplicates.of(otherNumber);
            try {
                return calls.cookie(number);
            } finally {
                duplicates.release(number);
            }
        });
        next.blocked();

        assertIs(oneNumber, lent);
        duplicates.release(lent);
        assertEquals(calls.cookie(otherNumber), next.result());
    }

    @Test
    void itIsNotLentTwiceToOneThread() {
        duplicates.prepare();
        atTheLimit = true;
        int lent = duplicates.of(oneNumber);

        assertEquals(Errno.EMFILE.result(), duplicates.of(otherNumber));

        assertIs(oneNumber, lent);
        duplicates.release(lent);
        duplicates.release(duplicates.of(otherNumber));
    }

    @Test
    void aNumberThatNamesNothingIsRefusedAndTheReserveIsFreeAgain() throws Exception {
        duplicates.prepare();
        atTheLimit = true;
        one.close();

        assertEquals(Errno.EBADF.result(), duplicates.of(oneNumber));

        assertTrue(Background.start(() -> {
                    int number = duplicates.of(otherNumber);
                    duplicates.release(number);
                    return number >= 0;
                })
                .result());
    }

    @Test
    void whereThereWasNeverANumberForItItIsEmfile() throws IOException {
        atTheLimit = true;
        Descriptor descriptor = Objects.requireNonNull(Descriptor.of(oneNumber, calls));

        SocketException thrown = assertThrows(SocketException.class, () -> descriptor.call(calls::cookie));

        assertEquals("fcntl F_DUPFD_CLOEXEC: Too many open files (EMFILE)", thrown.getMessage());
        atTheLimit = false;
        assertEquals(calls.cookie(oneNumber), descriptor.<Long, IOException>call(calls::cookie));
    }

    @Test
    void closedItIsOpenedAgain() {
        duplicates.prepare();
        duplicates.close();
        assertEquals(Set.of(), made);
        duplicates.close();

        duplicates.prepare();

        assertNotEquals(Set.of(), made);
    }

    @Test
    void whatItNamedIsClosedWithItsChannel() throws IOException {
        duplicates.prepare();
        atTheLimit = true;
        try (ServerSocketChannel listener = ServerSocketChannel.open().bind(null)) {
            one.connect(listener.getLocalAddress());
            try (SocketChannel peer = listener.accept()) {
                duplicates.release(duplicates.of(oneNumber));

                one.close();

                assertEquals(-1, peer.read(ByteBuffer.allocate(1)));
            }
        }
    }

    private void assertIs(int number, int duplicate) {
        assertTrue(duplicate >= 0, () -> Errno.name(duplicate));
        assertNotEquals(number, duplicate);
        assertEquals(calls.cookie(number), calls.cookie(duplicate));
    }
}
