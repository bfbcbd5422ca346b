package tfo.testkit;

import java.io.IOException;
import java.net.SocketOption;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NetworkChannel;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tfo.api.Availability;
import tfo.api.socket.FastOpenListener;
import tfo.api.socket.FastOpenSockets;
import tfo.api.socket.ListenRequest;
import tfo.api.socket.SocketQueues;
import tfo.api.tcp.TcpOptions;

/** Providers that are wrong about the options of channels. */
final class OptionMutants {
    private static final String BEFOREHAND = "whatIsToldBeforehandCanBeReadAndWhatIsNotIsRefusedByName";

    private OptionMutants() {}

    static Stream<Mutant> all() {
        return Stream.of(
                Mutant.channel("promises every option and refuses one", BEFOREHAND, RefusesOne::new),
                Mutant.channel("has an option that it does not tell", BEFOREHAND, TellsLess::new),
                Mutant.channel("sets nothing", "whatOneWaySetsTheOtherReads", SetsNothing::new),
                Mutant.channel(
                        "sets nothing on an asynchronous channel",
                        "anAsynchronousChannelKeepsWhatItIsGiven",
                        SetsSynchronously::new),
                Mutant.channel(
                        "sets nothing on an asynchronous listener",
                        "whatAnAsynchronousListenerIsGivenItsConnectionsHave",
                        SetsSynchronously::new),
                Mutant.channel("cuts a time short", "whatOneWaySetsTheOtherReads", CutsShort::new),
                Mutant.channel(
                        "leaves the mark of a search on a listener",
                        "whatAListenerIsGivenItsConnectionsHave",
                        MarksListeners::new),
                Mutant.channel("does not see that a channel is closed", "aClosedChannelSaysSo", Forgives::new),
                Mutant.channel(
                        "sets no option of a listener",
                        "whatAListenerIsGivenWhileItListensItsNextConnectionsHave",
                        real -> listener(real, IgnoresOptions::new)),
                Mutant.channel(
                        "does not see that a listener is closed",
                        "aListenerRefusesAnUnknownOptionByNameAndWhenClosedEveryOption",
                        real -> listener(real, ForgivesListener::new)),
                Mutant.channel(
                                "remembers the queue that a listener was given at first",
                                "aQueueThatIsSetWhileItListensSaysWhetherDataIsTakenInTheSyn",
                                real -> listener(real, RemembersQueue::new))
                        .withFastOpen(),
                Mutant.channel(
                        "sets on another channel what came too late for one",
                        "anOptionOfAChannelThatIsBeingClosedIsNeverSetOnAnother",
                        SetsOnTheNext::new),
                Mutant.channel(
                        "takes every channel for one of TCP",
                        "aChannelOfAnotherKindIsRefusedByNameOrHasNothingToTell",
                        TakesAny::new),
                Mutant.channel(
                        "keeps a descriptor of each channel",
                        "aThousandChannelsLeaveNoDescriptorsBehind",
                        KeepsDescriptors::new));
    }

    private static FastOpenSockets listener(FastOpenSockets real, UnaryOperator<FastOpenListener> change) {
        return new ForwardingSockets(real) {
            @Override
            public FastOpenListener listen(ListenRequest request) throws IOException {
                return change.apply(super.listen(request));
            }
        };
    }

    private static final class IgnoresOptions extends ForwardingListener {
        IgnoresOptions(FastOpenListener real) {
            super(real);
        }

        @Override
        public <T> FastOpenListener setOption(SocketOption<T> option, T value) throws IOException {
            super.getOption(option);
            return this;
        }
    }

    private static final class ForgivesListener extends ForwardingListener {
        ForgivesListener(FastOpenListener real) {
            super(real);
        }

        @Override
        public <T> FastOpenListener setOption(SocketOption<T> option, T value) throws IOException {
            return channel().isOpen() ? super.setOption(option, value) : this;
        }
    }

    private static final class RemembersQueue extends ForwardingListener {
        private final Availability first;

        RemembersQueue(FastOpenListener real) {
            super(real);
            this.first = real.fastOpen();
        }

        @Override
        public Availability fastOpen() {
            return first;
        }
    }

    private static final class RefusesOne extends ForwardingSockets {
        RefusesOne(FastOpenSockets real) {
            super(real);
        }

        @Override
        public <T> T getOption(NetworkChannel channel, SocketOption<T> option) throws IOException {
            if (option == TcpOptions.SO_OOBINLINE) {
                throw new UnsupportedOperationException(option.name());
            }
            return super.getOption(channel, option);
        }
    }

    private static final class TellsLess extends ForwardingSockets {
        TellsLess(FastOpenSockets real) {
            super(real);
        }

        @Override
        public Set<SocketOption<?>> supportedOptions() {
            return super.supportedOptions().stream()
                    .filter(option -> option != TcpOptions.SO_OOBINLINE)
                    .collect(Collectors.toUnmodifiableSet());
        }
    }

    private static final class SetsNothing extends ForwardingSockets {
        SetsNothing(FastOpenSockets real) {
            super(real);
        }

        @Override
        public <T> void setOption(NetworkChannel channel, SocketOption<T> option, T value) throws IOException {
            super.getOption(channel, option);
        }
    }

    private static final class SetsSynchronously extends ForwardingSockets {
        SetsSynchronously(FastOpenSockets real) {
            super(real);
        }

        @Override
        public <T> void setOption(NetworkChannel channel, SocketOption<T> option, T value) throws IOException {
            if (channel instanceof SelectableChannel) {
                super.setOption(channel, option, value);
            }
        }
    }

    private static final class CutsShort extends ForwardingSockets {
        CutsShort(FastOpenSockets real) {
            super(real);
        }

        @Override
        public <T> void setOption(NetworkChannel channel, SocketOption<T> option, T value) throws IOException {
            Object shorter = value instanceof Duration time ? Duration.ofSeconds(time.toSeconds()) : value;
            super.setOption(channel, option, option.type().cast(shorter));
        }
    }

    private static final class MarksListeners extends ForwardingSockets {
        MarksListeners(FastOpenSockets real) {
            super(real);
        }

        @Override
        public <T> void setOption(NetworkChannel channel, SocketOption<T> option, T value) throws IOException {
            super.setOption(channel, option, value);
            super.setOption(channel, TcpOptions.TCP_KEEPIDLE, Duration.ofSeconds(8_000));
        }
    }

    private static final class Forgives extends ForwardingSockets {
        Forgives(FastOpenSockets real) {
            super(real);
        }

        @Override
        public <T> void setOption(NetworkChannel channel, SocketOption<T> option, T value) throws IOException {
            if (channel.isOpen()) {
                super.setOption(channel, option, value);
            }
        }
    }

    private static final class SetsOnTheNext extends ForwardingSockets {
        private volatile boolean late;

        SetsOnTheNext(FastOpenSockets real) {
            super(real);
        }

        @Override
        public <T> void setOption(NetworkChannel channel, SocketOption<T> option, T value) throws IOException {
            try {
                super.setOption(channel, option, value);
            } catch (ClosedChannelException e) {
                late = true;
                throw e;
            }
        }

        @Override
        public <T> T getOption(NetworkChannel channel, SocketOption<T> option) throws IOException {
            if (late && option.type() == Duration.class) {
                super.setOption(channel, option, option.type().cast(Duration.ofSeconds(4)));
            }
            return super.getOption(channel, option);
        }
    }

    private static final class TakesAny extends ForwardingSockets {
        TakesAny(FastOpenSockets real) {
            super(real);
        }

        @Override
        public SocketQueues queues(NetworkChannel channel) throws IOException {
            return super.queues(channel instanceof SocketChannel ? SocketChannel.open() : channel);
        }
    }

    private static final class KeepsDescriptors extends ForwardingSockets {
        private final List<SocketChannel> kept = new ArrayList<>();

        KeepsDescriptors(FastOpenSockets real) {
            super(real);
        }

        @Override
        public <T> void setOption(NetworkChannel channel, SocketOption<T> option, T value) throws IOException {
            super.setOption(channel, option, value);
            kept.add(SocketChannel.open());
        }
    }
}
