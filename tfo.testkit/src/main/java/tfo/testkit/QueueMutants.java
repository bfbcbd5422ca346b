package tfo.testkit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NetworkChannel;
import java.nio.channels.SocketChannel;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import tfo.api.Availability;
import tfo.api.socket.ConnectRequest;
import tfo.api.socket.FastOpenConnection;
import tfo.api.socket.FastOpenSockets;
import tfo.api.socket.SocketQueues;

/** Providers whose queues are wrong. */
final class QueueMutants {
    private QueueMutants() {}

    static Stream<Mutant> all() {
        return Stream.concat(everywhere(), byTheDescriptor().map(Mutant::withFastOpen));
    }

    private static Stream<Mutant> everywhere() {
        return Stream.of(
                queues("promises every operation", "whatCannotBeDoneIsToldBeforehand", Promising::new),
                queues("counts nothing that came in", "theInQueueIsWhatCameAndWasNotRead", Empty::new),
                queues("tells of queues that are closed", "afterCloseItIsAClosedChannelException", NeverClosed::new),
                queues("sends the urgent byte as any other", "withoutInlineItIsNotPartOfTheStream", Calm::new),
                queues("does not send the urgent byte", "anUrgentByteArrivesAsOne", Mute::new));
    }

    private static Stream<Mutant> byTheDescriptor() {
        return Stream.of(
                queues(
                        "counts what was sent as unsent",
                        "theOutQueueIsWhatThePeerHasNotAcknowledgedWhetherSentOrNot",
                        Unsent::new),
                queues(
                        "counts only what was not sent",
                        "theOutQueueIsWhatThePeerHasNotAcknowledgedWhetherSentOrNot",
                        Sent::new),
                queues("counts the FIN that is under way", "aFinIsNotAByteThatWaits", Finishing::new),
                queues("peeks by reading", "peekShowsWhatTheNextReadGives", Greedy::new),
                queues("peeks at a block at most", "peekFillsALargeBuffer", Blockwise::new),
                queues("drops one byte too many", "discardDropsSoManyBytesAndNoMore", Careless::new),
                queues("takes the end for nothing yet", "theEndOfTheStreamIsMinusOneOnceAllIsRead", Endless::new),
                queues("takes the reset away from the read", "aResetThatPeekSeesTheReadSeesToo", Greedy::new),
                queues("never stands at the mark", "aReadNeverCrossesTheMark", Markless::new),
                queues("gives a byte where there is none", "itIsReceivedAheadOfTheStreamAndOnce", Inventive::new),
                queues("gives a byte with its sign", "aByteAbove127IsNotNegative", Signed::new));
    }

    private static Mutant queues(String name, String killer, Mutation mutation) {
        return Mutant.channel(name, killer, with(mutation)).unlike(with((real, channel) -> new ForwardingQueues(real)));
    }

    private static UnaryOperator<FastOpenSockets> with(Mutation mutation) {
        return real -> new ForwardingSockets(real) {
            @Override
            public SocketQueues queues(NetworkChannel channel) throws IOException {
                return mutation.apply(super.queues(channel), channel);
            }

            @Override
            public FastOpenConnection connect(ConnectRequest request) throws IOException {
                return new ForwardingConnection(real.connect(request)) {
                    @Override
                    public SocketQueues queues() throws IOException {
                        return mutation.apply(super.queues(), channel());
                    }
                };
            }
        };
    }

    private interface Mutation {
        SocketQueues apply(SocketQueues real, NetworkChannel channel);
    }

    /** One thing wrong, for which it may reach for the channel. */
    private abstract static class Wrong extends ForwardingQueues {
        private final NetworkChannel channel;

        Wrong(SocketQueues real, NetworkChannel channel) {
            super(real);
            this.channel = channel;
        }

        SocketChannel channel() {
            return (SocketChannel) channel;
        }
    }

    private static final class Promising extends Wrong {
        Promising(SocketQueues real, NetworkChannel channel) {
            super(real, channel);
        }

        @Override
        public Availability supports(Operation operation) {
            return new Availability(true, "as far as is known");
        }
    }

    private static final class Empty extends Wrong {
        Empty(SocketQueues real, NetworkChannel channel) {
            super(real, channel);
        }

        @Override
        public int inQueue() throws IOException {
            return Math.min(0, super.inQueue());
        }
    }

    private static final class NeverClosed extends Wrong {
        NeverClosed(SocketQueues real, NetworkChannel channel) {
            super(real, channel);
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

    private static final class Calm extends Wrong {
        Calm(SocketQueues real, NetworkChannel channel) {
            super(real, channel);
        }

        @Override
        public boolean sendUrgent(byte urgent) throws IOException {
            return channel().write(ByteBuffer.wrap(new byte[] {urgent})) == 1;
        }
    }

    private static final class Mute extends Wrong {
        Mute(SocketQueues real, NetworkChannel channel) {
            super(real, channel);
        }

        @Override
        public boolean sendUrgent(byte urgent) {
            return true;
        }
    }

    private static final class Unsent extends Wrong {
        Unsent(SocketQueues real, NetworkChannel channel) {
            super(real, channel);
        }

        @Override
        public int unsent() throws IOException {
            return outQueue();
        }
    }

    private static final class Sent extends Wrong {
        Sent(SocketQueues real, NetworkChannel channel) {
            super(real, channel);
        }

        @Override
        public int outQueue() throws IOException {
            return unsent();
        }
    }

    private static final class Finishing extends Wrong {
        Finishing(SocketQueues real, NetworkChannel channel) {
            super(real, channel);
        }

        @Override
        public int outQueue() throws IOException {
            int bytes = super.outQueue();
            return bytes > 0 && channel().socket().isOutputShutdown() ? bytes + 1 : bytes;
        }
    }

    private static final class Greedy extends Wrong {
        Greedy(SocketQueues real, NetworkChannel channel) {
            super(real, channel);
        }

        @Override
        public int peek(ByteBuffer buffer) throws IOException {
            return inQueue() == 0 ? super.peek(buffer) : channel().read(buffer);
        }

        @Override
        public long discard(long most) throws IOException {
            return channel().read(ByteBuffer.allocate((int) most));
        }
    }

    private static final class Blockwise extends Wrong {
        Blockwise(SocketQueues real, NetworkChannel channel) {
            super(real, channel);
        }

        @Override
        public int peek(ByteBuffer buffer) throws IOException {
            ByteBuffer block = buffer.slice().limit(Math.min(buffer.remaining(), 32 * 1024));
            return super.peek(block);
        }
    }

    private static final class Careless extends Wrong {
        Careless(SocketQueues real, NetworkChannel channel) {
            super(real, channel);
        }

        @Override
        public long discard(long most) throws IOException {
            return super.discard(most == 0 ? 0 : most + 1) - 1;
        }
    }

    private static final class Endless extends Wrong {
        Endless(SocketQueues real, NetworkChannel channel) {
            super(real, channel);
        }

        @Override
        public long discard(long most) throws IOException {
            return Math.max(0, super.discard(most));
        }
    }

    private static final class Markless extends Wrong {
        Markless(SocketQueues real, NetworkChannel channel) {
            super(real, channel);
        }

        @Override
        public boolean atMark() {
            return false;
        }
    }

    private static final class Inventive extends Wrong {
        Inventive(SocketQueues real, NetworkChannel channel) {
            super(real, channel);
        }

        @Override
        public OptionalInt receiveUrgent() throws IOException {
            return OptionalInt.of(super.receiveUrgent().orElse(0));
        }
    }

    private static final class Signed extends Wrong {
        Signed(SocketQueues real, NetworkChannel channel) {
            super(real, channel);
        }

        @Override
        public OptionalInt receiveUrgent() throws IOException {
            OptionalInt urgent = super.receiveUrgent();
            return urgent.isPresent() ? OptionalInt.of((byte) urgent.getAsInt()) : urgent;
        }
    }
}
