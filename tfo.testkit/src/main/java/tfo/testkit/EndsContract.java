package tfo.testkit;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.OptionalInt;
import org.junit.jupiter.api.function.Executable;
import tfo.api.socket.SocketQueues;
import tfo.api.socket.SocketQueues.Operation;
import tfo.testkit.peer.Addresses;

/** A connection with both its ends at hand, and its queues. */
abstract class EndsContract extends ProviderContract {

    final BothEnds ends() throws IOException {
        return BothEnds.of(sockets(), Addresses.fresh());
    }

    /** Whether a provider that does not reach the descriptor refuses the operation, which is then all there is to say of it. */
    final boolean refused(Operation operation) throws IOException {
        try (BothEnds ends = ends()) {
            SocketQueues queues = ends.near().queues();
            if (!fastOpen()) {
                assertThrows(UnsupportedOperationException.class, work(queues, operation));
            }
            return !fastOpen();
        }
    }

    static void awaitQueued(SocketQueues queues, int bytes) throws Exception {
        BothEnds.await(bytes + " bytes come in", () -> queues.inQueue() == bytes);
    }

    /** Does the operation. */
    static Executable work(SocketQueues queues, Operation operation) {
        return switch (operation) {
            case SIOCINQ -> queues::inQueue;
            case SIOCOUTQ -> queues::outQueue;
            case SIOCOUTQNSD -> queues::unsent;
            case SIOCATMARK -> queues::atMark;
            case MSG_PEEK -> () -> queues.peek(ByteBuffer.allocate(1));
            case MSG_TRUNC -> () -> queues.discard(1);
            case SEND_MSG_OOB -> () -> queues.sendUrgent((byte) 1);
            case RECEIVE_MSG_OOB -> queues::receiveUrgent;
        };
    }

    /** Waits for the urgent byte {@code !}. */
    static void awaitBang(SocketQueues queues) throws Exception {
        BothEnds.await("the urgent byte", () -> queues.receiveUrgent().equals(OptionalInt.of('!')));
    }
}
