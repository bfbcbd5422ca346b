package tfo.tls.gnutls;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CountDownLatch;
import tfo.api.tls.TlsClient;
import tfo.api.tls.TlsConnection;
import tfo.linux.LinuxSockets;

/** A process that is in the middle of everything: it says so, and then ends when it is told to. */
final class BusyProcess {
    static final String READY = "busy";
    private static final int READERS = 4;

    private BusyProcess() {}

    /** Argument "exit": ends itself by System.exit(0). */
    public static void main(String[] arguments) throws Exception {
        Town town = new Town();
        TlsClient client =
                new GnuTlsService().client().trust(Town.AUTHORITY.trust()).build();
        CountDownLatch begun = new CountDownLatch(READERS + 1);
        for (int i = 0; i < READERS; i++) {
            TlsConnection idle = client.dial(Town.request(town.port())).connect(new LinuxSockets());
            start(() -> reads(idle, begun));
        }
        TlsConnection talking = client.dial(Town.request(town.port())).connect(new LinuxSockets());
        start(() -> talks(talking, begun));
        begun.await();
        System.out.println(READY);
        if (arguments.length > 0 && arguments[0].equals("exit")) {
            System.exit(0);
        }
        Thread.currentThread().join();
    }

    // No daemons: they do not keep the process from ending when it is told to.
    private static void start(Work work) {
        new Thread(() -> {
                    try {
                        work.run();
                    } catch (IOException e) {
                        throw new IllegalStateException(e);
                    }
                })
                .start();
    }

    private static void reads(TlsConnection connection, CountDownLatch begun) throws IOException {
        begun.countDown();
        connection.read(ByteBuffer.allocate(1));
    }

    private static void talks(TlsConnection connection, CountDownLatch begun) throws IOException {
        Town.talk(connection);
        begun.countDown();
        while (true) {
            Town.talk(connection);
        }
    }

    private interface Work {
        void run() throws IOException;
    }
}
