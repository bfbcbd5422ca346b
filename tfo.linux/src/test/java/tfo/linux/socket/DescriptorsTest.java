package tfo.linux.socket;

import static java.net.StandardSocketOptions.SO_LINGER;
import static jdk.net.ExtendedSocketOptions.TCP_KEEPIDLE;
import static jdk.net.ExtendedSocketOptions.TCP_KEEPINTERVAL;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import tfo.linux.kernel.JnaLibc;
import tfo.linux.kernel.Linux;
import tfo.linux.kernel.SystemCalls;

class DescriptorsTest {
    private final SystemCalls calls = new SystemCalls(new JnaLibc());
    private final Descriptors descriptors = new Descriptors(calls);

    @Test
    void theHintIsUsuallyRight() throws IOException {
        int right = 0;
        for (int i = 0; i < 100; i++) {
            int hint = descriptors.hint();
            try (SocketChannel channel = SocketChannel.open()) {
                right += found(channel, hint) == hint ? 1 : 0;
            }
        }
        // What another thread opens or closes in between makes one wrong.
        assertTrue(right > 50, right + " of 100");
    }

    @Test
    void aWrongHintOrNoneWillDo() throws IOException {
        try (SocketChannel channel = SocketChannel.open()) {
            int number = found(channel, Descriptors.NO_HINT);

            assertEquals(number, found(channel, 0));
            assertEquals(number, found(channel, 100_000));
            assertEquals(number, found(channel, number + 3));
        }
    }

    @Test
    void aNewChannelIsExpectedWhereTheLastOneWas() throws IOException {
        int again = 0;
        for (int i = 0; i < 100; i++) {
            int last = newChannel(descriptors.guess());
            assertEquals(last, descriptors.guess());
            try (SocketChannel another = SocketChannel.open()) {
                assertIs(another, descriptors.findNew(another, last));
                int next = newChannel(last);
                again += next == newChannel(descriptors.guess()) ? 1 : 0;
            }
        }
        assertTrue(again > 50, again + " of 100");
    }

    private int newChannel(int guess) throws IOException {
        try (SocketChannel channel = SocketChannel.open()) {
            int number = descriptors.findNew(channel, guess);
            assertIs(channel, number);
            return number;
        }
    }

    @Test
    void aNewChannelLingersNoLongerThanBefore() throws IOException {
        try (SocketChannel channel = SocketChannel.open()) {
            descriptors.findNew(channel, Descriptors.NO_HINT);

            assertEquals(-1, channel.getOption(SO_LINGER));
        }
    }

    @Test
    void anotherThatLingersAsLongIsNotMistakenForANewChannel() throws IOException {
        try (SocketChannel other = SocketChannel.open();
                SocketChannel channel = SocketChannel.open()) {
            // Every search finds the other one first, with just the mark.
            int impostor = found(other, Descriptors.NO_HINT);
            Descriptors deceived = new Descriptors(new SystemCalls(new DelegatingLibc(new JnaLibc()) {
                @Override
                public int getsockopt(int descriptor, int level, int option, long value, long length) {
                    copyLinger(channel, other);
                    return super.getsockopt(descriptor, level, option, value, length);
                }
            }));

            int number = deceived.findNew(channel, impostor);

            assertEquals(Descriptors.NOT_FOUND, number);
        }
    }

    private static void copyLinger(SocketChannel from, SocketChannel to) {
        try {
            if (from.getOption(SO_LINGER) >= 0) {
                to.setOption(SO_LINGER, from.getOption(SO_LINGER));
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void socketsAndListenersAreFoundAsWell() throws IOException {
        try (Socket socket = new Socket();
                ServerSocketChannel listener = ServerSocketChannel.open()) {
            int number = descriptors.find(socket, Descriptors.NO_HINT);
            calls.setOption(number, Linux.IPPROTO_TCP, Linux.TCP_KEEPINTVL, 4321);
            assertEquals(4321, socket.getOption(TCP_KEEPINTERVAL));

            number = descriptors.find(listener, Descriptors.NO_HINT);
            calls.setOption(number, Linux.IPPROTO_TCP, Linux.TCP_KEEPINTVL, 4321);
            assertEquals(4321, listener.getOption(TCP_KEEPINTERVAL));
        }
    }

    @Test
    void theMarkIsTakenBack() throws IOException {
        try (SocketChannel channel = SocketChannel.open()) {
            channel.setOption(TCP_KEEPIDLE, 777);

            found(channel, Descriptors.NO_HINT);

            assertEquals(777, channel.getOption(TCP_KEEPIDLE));
        }
    }

    @Test
    void socketsOfOthersThatBearTheSameValueAreNotMistaken() throws IOException {
        List<SocketChannel> others = new ArrayList<>();
        try {
            for (int i = 0; i < 600; i++) {
                others.add(SocketChannel.open());
            }
            // A hundred for each of the marks that the next six searches will use.
            int next = mark() + 1;
            for (int i = 0; i < others.size(); i++) {
                others.get(i).setOption(TCP_KEEPIDLE, Math.min(32_767, next + i % 6));
            }
            try (SocketChannel channel = SocketChannel.open()) {
                // Not found is an answer; another's is not.
                for (int i = 0; i < 2; i++) {
                    int number = descriptors.find(channel, Descriptors.NO_HINT);
                    if (number != Descriptors.NOT_FOUND) {
                        assertIs(channel, number);
                    }
                }
                found(channel, Descriptors.NO_HINT);
            }
        } finally {
            for (SocketChannel other : others) {
                other.close();
            }
        }
    }

    // The mark that a search uses just now, seen from within it.
    private int mark() throws IOException {
        int[] seen = {0};
        try (SocketChannel channel = SocketChannel.open()) {
            SystemCalls spy = new SystemCalls(new DelegatingLibc(new JnaLibc()) {
                @Override
                public int getsockopt(int descriptor, int level, int option, long value, long length) {
                    int result = super.getsockopt(descriptor, level, option, value, length);
                    try {
                        seen[0] = Math.max(seen[0], channel.getOption(TCP_KEEPIDLE));
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                    return result;
                }
            });
            new Descriptors(spy).find(channel, Descriptors.NO_HINT);
        }
        return seen[0];
    }

    @Test
    void searchesForOneChannelAtTheSameTimeDoNotTakeEachOthersMarkForItsValue() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(2);
        try (SocketChannel channel = SocketChannel.open()) {
            Callable<Integer> search = () -> {
                int found = 0;
                for (int i = 0; i < 500; i++) {
                    found += descriptors.findShared(channel, Descriptors.NO_HINT) == null ? 0 : 1;
                }
                return found;
            };
            Future<Integer> one = pool.submit(search);
            Future<Integer> other = pool.submit(search);

            assertEquals(1000, one.get() + other.get());
            assertEquals(7200, channel.getOption(TCP_KEEPIDLE));
        } finally {
            pool.shutdown();
        }
    }

    @Test
    void racingThreadsFindTheirOwn() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(8);
        try {
            List<Future<Integer>> searches = new ArrayList<>();
            for (int thread = 0; thread < 8; thread++) {
                Callable<Integer> search = () -> openAndFind(500);
                searches.add(pool.submit(search));
            }
            int found = 0;
            for (Future<Integer> search : searches) {
                found += search.get();
            }
            assertEquals(8 * 500, found);
        } finally {
            pool.shutdown();
        }
    }

    private int openAndFind(int times) throws IOException {
        int found = 0;
        for (int i = 0; i < times; i++) {
            int guess = descriptors.guess();
            try (SocketChannel channel = SocketChannel.open()) {
                int number = descriptors.findNew(channel, guess);
                assertTrue(number >= 0);
                assertIs(channel, number);
                found++;
            }
        }
        return found;
    }

    private int found(SocketChannel channel, int hint) throws IOException {
        int number = descriptors.find(channel, hint);
        assertIs(channel, number);
        return number;
    }

    /** What is set on the descriptor shows on the channel. */
    private void assertIs(SocketChannel channel, int number) throws IOException {
        Integer before = channel.getOption(TCP_KEEPINTERVAL);
        calls.setOption(number, Linux.IPPROTO_TCP, Linux.TCP_KEEPINTVL, 1 + number % 30_000);
        assertEquals(1 + number % 30_000, channel.getOption(TCP_KEEPINTERVAL));
        channel.setOption(TCP_KEEPINTERVAL, before);
    }
}
