package tfo.testkit;

import java.io.IOException;
import java.net.Socket;
import java.nio.channels.ClosedChannelException;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import tfo.api.Availability;
import tfo.api.socket.FastOpenSockets;
import tfo.api.socket.SocketQueues;

/** Providers that are wrong about the queues of their sockets. */
final class SocketQueueMutants {
    private SocketQueueMutants() {}

    static Stream<Mutant> all() {
        return Stream.of(
                Mutant.socket(
                        "a socket's queue counts nothing that came in",
                        "theInQueueOfASocketIsWhatCameAndWasNotRead",
                        queues(Empty::new)),
                Mutant.socket(
                        "a socket's queues promise what they cannot do",
                        "whatCannotBeDoneWithASocketIsToldBeforehand",
                        queues(Promising::new)),
                Mutant.socket(
                        "queues do not see that their socket is closed",
                        "afterCloseASocketsQueuesSaySo",
                        queues(NeverClosed::new)),
                Mutant.socket(
                        "a socket of another maker has queues",
                        "aSocketOfAnotherMakerIsRefused",
                        SocketQueueMutants::lax),
                Mutant.socket(
                                "to ask for a queue lets the SYN leave",
                                "noSynLeavesForAQueue",
                                SocketQueueMutants::eager)
                        .withFastOpen());
    }

    private static UnaryOperator<FastOpenSockets> queues(UnaryOperator<SocketQueues> change) {
        return real -> new ForwardingSockets(real) {
            @Override
            public SocketQueues queues(Socket socket) throws IOException {
                return change.apply(super.queues(socket));
            }
        };
    }

    private static FastOpenSockets lax(FastOpenSockets real) {
        return new ForwardingSockets(real) {
            @Override
            public SocketQueues queues(Socket socket) throws IOException {
                return super.queues(
                        socket instanceof ForwardingSocket
                                ? socket
                                : socketFactory().createSocket());
            }
        };
    }

    private static FastOpenSockets eager(FastOpenSockets real) {
        return new ForwardingSockets(real) {
            @Override
            public SocketQueues queues(Socket socket) throws IOException {
                if (socket.isConnected()) {
                    socket.getOutputStream().write(new byte[0]);
                }
                return super.queues(socket);
            }
        };
    }

    private static final class Empty extends ForwardingQueues {
        Empty(SocketQueues real) {
            super(real);
        }

        @Override
        public int inQueue() throws IOException {
            return Math.min(0, super.inQueue());
        }
    }

    private static final class Promising extends ForwardingQueues {
        Promising(SocketQueues real) {
            super(real);
        }

        @Override
        public Availability supports(Operation operation) {
            return super.supports(operation).usable() ? Availability.missing("nobody knows") : Availability.ready();
        }
    }

    private static final class NeverClosed extends ForwardingQueues {
        NeverClosed(SocketQueues real) {
            super(real);
        }

        @Override
        public int inQueue() throws IOException {
            try {
                return super.inQueue();
            } catch (ClosedChannelException e) {
                return 0;
            }
        }
    }
}
