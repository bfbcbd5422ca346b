package tfo.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tfo.api.socket.FirstSpeaker;
import tfo.lab.PacketLog;
import tfo.testkit.peer.Addresses;
import tfo.testkit.peer.EchoPeer;
import tfo.testkit.peer.FullBacklog;
import tfo.testkit.peer.Payload;
import tfo.testkit.peer.SilentPeer;
import tfo.testkit.peer.SpeaksFirstPeer;

/** A SYN that is held back for the first write leaves whatever else the program does first. The cookie is known throughout. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class SynReleaseContract extends ProviderContract {
    private static final int LIMIT_MILLIS = 10_000;
    private static final int SMTP = 25;
    private static final int HTTP = 80;

    private enum FirstUse {
        READ,
        AVAILABLE,
        SHUTDOWN_OUTPUT,
        CLOSE,
        CLOSE_STREAM,
        EMPTY_WRITE,
        WRITE
    }

    private static void use(Socket socket, FirstUse first) throws IOException {
        switch (first) {
            case READ -> readInVain(socket);
            case AVAILABLE -> assertEquals(0, socket.getInputStream().available());
            case SHUTDOWN_OUTPUT -> socket.shutdownOutput();
            case CLOSE -> socket.close();
            case CLOSE_STREAM -> socket.getOutputStream().close();
            case EMPTY_WRITE -> socket.getOutputStream().write(new byte[0]);
            case WRITE -> socket.getOutputStream().write(1);
        }
    }

    private static void readInVain(Socket socket) throws IOException {
        socket.setSoTimeout(1);
        try {
            socket.getInputStream().read();
        } catch (SocketTimeoutException e) {
            assertFalse(socket.isClosed());
        }
    }

    @ParameterizedTest
    @EnumSource
    @Tag("F29")
    void thePeerSeesTheConnectionWhateverIsDoneFirst(FirstUse first) throws Exception {
        try (SilentPeer peer = SilentPeer.on(address(Contact.KNOWN));
                Socket socket = connected(peer.address(), FirstSpeaker.AUTO)) {
            use(socket, first);

            assertTrue(peer.sawConnection(10), "the peer saw no connection");
        }
    }

    // Nobody waits for a close to tell of a refusal.
    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"CLOSE", "CLOSE_STREAM"})
    @Tag("F1")
    void aRefusalIsAConnectExceptionWhateverIsDoneFirst(FirstUse first) throws IOException {
        InetSocketAddress closed = Addresses.refusing(address(Contact.KNOWN));
        assertThrows(ConnectException.class, () -> {
            try (Socket socket = connected(closed, FirstSpeaker.AUTO)) {
                use(socket, first);
            }
        });
    }

    @ParameterizedTest
    @EnumSource(names = {"AUTO", "SERVER"})
    @Tag("F29")
    void readingFirstReleasesTheSyn(FirstSpeaker speaker) throws IOException {
        try (SpeaksFirstPeer peer = SpeaksFirstPeer.saying("220 ready", address(Contact.KNOWN));
                Socket socket = connected(peer.address(), speaker)) {
            assertEquals("220 ready", firstLine(socket));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"AUTO", "SERVER"})
    @Tag("F2")
    void theTimeOutOfConnectHoldsForAFirstRead(FirstSpeaker speaker) throws IOException {
        try (FullBacklog hole = FullBacklog.on(address(Contact.KNOWN))) {
            Duration limit = Duration.ofMillis(200);

            Clock.assertThrowsAfter(limit.minus(SocketDialler.EARLINESS), SocketTimeoutException.class, () -> {
                try (Socket socket = sockets().socketFactory(speaker).createSocket()) {
                    socket.connect(hole.address(), (int) limit.toMillis());
                    socket.getInputStream().read();
                }
            });
        }
    }

    @Test
    void whereTheClientSpeaksFirstAReadWaitsForTheWriteOfAnotherThread() throws Exception {
        assertEquals(fastOpen() ? DiallerContract.FLIGHT : 0, inTheSynBehindARead(FirstSpeaker.CLIENT, 0));
    }

    @Test
    void onAPortWhereTheClientSpeaksFirstAReadGivesTheWriterAChance() throws Exception {
        int inTheSyn = inTheSynBehindARead(FirstSpeaker.AUTO, HTTP);
        // The chance lasts for a quarter of a second. On a busy machine it may be over before the writer is on, but not
        // every time.
        for (int i = 1; i < 20 && fastOpen() && inTheSyn == 0; i++) {
            inTheSyn = inTheSynBehindARead(FirstSpeaker.AUTO, HTTP);
        }

        assertEquals(fastOpen() ? DiallerContract.FLIGHT : 0, inTheSyn);
    }

    /** How many bytes of a write the SYN carries that another thread's read came before. */
    private int inTheSynBehindARead(FirstSpeaker speaker, int port) throws Exception {
        byte[] request = Payload.bytes(DiallerContract.FLIGHT, 1);
        InetAddress address = address(Contact.KNOWN);
        try (PacketLog log = PacketLog.loopback();
                EchoPeer peer = EchoPeer.on(new InetSocketAddress(address, port));
                Socket socket = connected(peer.address(), speaker)) {
            Background<byte[]> reader =
                    Background.start(() -> socket.getInputStream().readNBytes(request.length));
            reader.blocked(2);

            socket.getOutputStream().write(request);

            assertArrayEquals(request, reader.result());
            return log.flow(socket.getLocalPort()).synPayload();
        }
    }

    @Test
    void onAPortWhereTheClientSpeaksFirstAServerThatDoesIsHeardAllTheSame() throws IOException {
        InetSocketAddress http = new InetSocketAddress(address(Contact.KNOWN), HTTP);
        try (SpeaksFirstPeer peer = SpeaksFirstPeer.saying("not at all", http);
                Socket socket = connected(peer.address(), FirstSpeaker.AUTO)) {
            assertEquals("not at all", firstLine(socket));
        }
    }

    @Test
    void onAPortWhereTheServerSpeaksFirstConnectSendsTheSyn() throws Exception {
        InetSocketAddress smtp = new InetSocketAddress(address(Contact.KNOWN), SMTP);
        try (SpeaksFirstPeer peer = SpeaksFirstPeer.saying("220 ready", smtp);
                Socket socket = connected(peer.address(), FirstSpeaker.AUTO)) {
            assertTrue(peer.sawConnection(10));
            assertEquals("220 ready", firstLine(socket));
        }
    }

    @Test
    void whereTheServerSpeaksFirstConnectSendsTheSyn() throws Exception {
        try (PacketLog log = PacketLog.loopback();
                SpeaksFirstPeer peer = SpeaksFirstPeer.saying("220 ready", address(Contact.KNOWN));
                Socket socket = connected(peer.address(), FirstSpeaker.SERVER)) {
            assertTrue(peer.sawConnection(10));
            assertEquals("220 ready", firstLine(socket));
            assertEquals(fastOpen(), log.flow(socket.getLocalPort()).cookie().orElse(0) > 0);
        }
    }

    @Test
    void whatIsWrittenInOnePieceLeavesInOnePiece() throws IOException {
        byte[] request = Payload.bytes(1_000, 9);
        try (PacketLog log = PacketLog.loopback();
                EchoPeer peer = EchoPeer.on(address(Contact.KNOWN));
                Socket socket = connected(peer.address(), FirstSpeaker.AUTO)) {
            socket.getOutputStream().write(request, 100, 900);

            assertEquals(900, socket.getInputStream().readNBytes(900).length);
            assertEquals(fastOpen() ? 900 : 0, log.flow(socket.getLocalPort()).synPayload());
            assertFalse(socket.isClosed());
        }
    }

    private Socket connected(InetSocketAddress peer, FirstSpeaker speaker) throws IOException {
        Socket socket = sockets().socketFactory(speaker).createSocket();
        try {
            socket.connect(peer, LIMIT_MILLIS);
            socket.setSoTimeout(LIMIT_MILLIS);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private static String firstLine(Socket socket) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = socket.getInputStream().read();
                b >= 0 && b != '\n';
                b = socket.getInputStream().read()) {
            line.append(new String(new byte[] {(byte) b}, StandardCharsets.US_ASCII));
        }
        return line.toString();
    }
}
