package tfo.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tfo.api.socket.ConnectRequest;
import tfo.api.socket.FastOpenConnection;
import tfo.api.socket.SocketQueues;
import tfo.testkit.peer.Payload;
import tfo.testkit.peer.SilentPeer;

/** Files are sent by the kernel alone: sendfile(2), which the JDK uses for its own channels only. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class TransferContract extends EndsContract {
    private static final long LARGE = 64 << 20;

    @Test
    void aFileIsSentWithoutCopyingBeforeAndAfterTheQueuesWereUsed(@TempDir Path folder) throws Exception {
        byte[] content = Payload.bytes(300_000, 7);
        Path file = Files.write(folder.resolve("file"), content);
        try (BothEnds ends = ends();
                FileChannel source = FileChannel.open(file)) {
            SocketQueues queues = ends.near().queues();
            SocketChannel channel = ends.near().channel();
            Background<Payload> received =
                    Background.start(() -> Payload.readAll(ends.far().socket().getInputStream()));

            transfer(source, 0, 100_000, channel);
            queues.inQueue();
            if (fastOpen()) {
                queues.peek(ByteBuffer.allocate(1));
                queues.outQueue();
            }
            transfer(source, 100_000, content.length, channel);
            channel.shutdownOutput();

            assertEquals(Payload.of(content), received.result());
        }
    }

    private static void transfer(FileChannel source, long from, long to, SocketChannel target) throws IOException {
        long position = from;
        while (position < to) {
            position += source.transferTo(position, to - position, target);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aFileFollowsTheFirstFlight(Contact contact, @TempDir Path folder) throws Exception {
        byte[] content = Payload.bytes(300_000, 9);
        Path file = Files.write(folder.resolve("file"), content);
        byte[] flight = Payload.bytes(DiallerContract.FLIGHT, 1);
        try (ServerSocketChannel listener =
                        ServerSocketChannel.open().bind(new InetSocketAddress(address(contact), 0));
                FastOpenConnection near = sockets().connect(request(listener, flight));
                SocketChannel far = listener.accept();
                FileChannel source = FileChannel.open(file)) {
            Background<byte[]> received =
                    Background.start(() -> far.socket().getInputStream().readAllBytes());

            transfer(source, 0, content.length, near.channel());
            near.channel().shutdownOutput();

            byte[] all = received.result();
            assertArrayEquals(flight, Arrays.copyOf(all, flight.length));
            assertEquals(Payload.of(content), Payload.of(Arrays.copyOfRange(all, flight.length, all.length)));
            boolean inSyn = fastOpen() && contact == Contact.KNOWN;
            assertEquals(inSyn ? flight.length : 0, near.report().inSyn());
        }
    }

    private static ConnectRequest request(ServerSocketChannel listener, byte[] flight) throws IOException {
        return ConnectRequest.to((InetSocketAddress) listener.getLocalAddress()).firstFlight(ByteBuffer.wrap(flight));
    }

    @ParameterizedTest
    @EnumSource
    void theKernelReadsTheFileByItself(Contact contact, @TempDir Path folder) throws Exception {
        try (SilentPeer peer = SilentPeer.on(address(contact));
                FileChannel source = FileChannel.open(large(folder))) {
            try (FastOpenConnection near = sockets().connect(DiallerContract.request(peer.address()))) {
                SystemCall sending = SystemCall.of(() -> source.transferTo(0, LARGE, near.channel()));

                BothEnds.await("sendfile(2)", () -> sending.number() == SystemCall.SENDFILE);
            }
            try (FastOpenConnection near = sockets().connect(DiallerContract.request(peer.address()))) {
                WritableByteChannel wrapped = wrapped(near.channel());
                SystemCall copying = SystemCall.of(() -> source.transferTo(0, LARGE, wrapped));

                copying.awaitBlocked();
                assertNotEquals(SystemCall.SENDFILE, copying.number(), "this test could not tell a copy loop from it");
            }
        }
    }

    private static Path large(Path folder) throws IOException {
        Path file = folder.resolve("large");
        try (FileChannel hole = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            hole.write(ByteBuffer.allocate(1), LARGE - 1);
        }
        return file;
    }

    /** The same channel, as one that is not the JDK's own. */
    private static WritableByteChannel wrapped(SocketChannel channel) {
        return new WritableByteChannel() {
            @Override
            public int write(ByteBuffer bytes) throws IOException {
                return channel.write(bytes);
            }

            @Override
            public boolean isOpen() {
                return channel.isOpen();
            }

            @Override
            public void close() throws IOException {
                channel.close();
            }
        };
    }
}
