package tfo.testkit;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketOption;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tfo.api.socket.FastOpenSockets;
import tfo.api.tcp.TcpInfo;
import tfo.api.tcp.TcpOptions;

/** Providers whose sockets are wrong. */
// The tests that these are for read byte by byte.
@SuppressWarnings("InputStreamSlowMultibyteRead")
final class SocketMutants {
    private SocketMutants() {}

    static Stream<Mutant> all() {
        return Stream.of(
                Mutant.socket(
                        "a socket ignores SO_TIMEOUT", "aReadTimesOutAndTheSocketStaysUsable", sockets(Patient::new)),
                Mutant.socket(
                                "a socket takes an option and does nothing",
                                "anOptionHoldsWheneverItIsSet",
                                sockets(Deaf::new))
                        .withFastOpen(),
                Mutant.socket(
                        "a socket knows an option under one of its names only",
                        "whatASocketHasUnderTwoNamesIsOneOption",
                        sockets(OneName::new)),
                Mutant.socket("a socket's info is kept back", "theInfoTellsHowTheSocketStands", SocketMutants::silent)
                        .withFastOpen(),
                Mutant.socket(
                                "to ask a socket for its info lets the SYN leave",
                                "toAskDoesNotLetTheSynLeave",
                                SocketMutants::curious)
                        .withFastOpen(),
                Mutant.socket("a socket forgets SO_LINGER", "optionsSetBeforeConnectHoldAfterIt", sockets(Hasty::new)),
                Mutant.socket(
                        "a socket does not map a refusal to ConnectException",
                        "aClosedPortIsAConnectException",
                        sockets(Vague::new)),
                Mutant.socket("a socket connects twice", "aSocketConnectsOnce", sockets(ConnectsTwice::new)),
                Mutant.socket("a socket ignores bind", "theLocalAddressIsTheOneAskedFor", sockets(Unbound::new)),
                Mutant.socket(
                        "a socket swallows the last byte of a write",
                        "aFirstFlightOfAnySizeArrivesExactlyOnce",
                        writing(LosesLast::new)),
                Mutant.socket("a byte of all ones is the end", "aByteOfAllOnesIs255", reading(SignedBytes::new)),
                Mutant.socket("the end is read but once", "theEndOfTheStreamStaysTheEnd", reading(EndsOnce::new)),
                Mutant.socket("a read holds up the writes", "writesGoOnWhileAReadIsBlocked", sockets(OneAtATime::new)));
    }

    private static FastOpenSockets silent(FastOpenSockets real) {
        return new ForwardingSockets(real) {
            @Override
            public Optional<TcpInfo> tcpInfo(Socket socket) {
                return Optional.empty();
            }
        };
    }

    private static FastOpenSockets curious(FastOpenSockets real) {
        return new ForwardingSockets(real) {
            @Override
            public Optional<TcpInfo> tcpInfo(Socket socket) throws IOException {
                if (socket.isConnected()) {
                    socket.getOutputStream().write(new byte[0]);
                }
                return super.tcpInfo(socket);
            }
        };
    }

    static UnaryOperator<FastOpenSockets> sockets(Function<Socket, ForwardingSocket> change) {
        return real -> new ForwardingSockets(real) {
            @Override
            ForwardingSocket wrap(Socket socket) {
                return change.apply(socket);
            }
        };
    }

    private static UnaryOperator<FastOpenSockets> writing(UnaryOperator<OutputStream> change) {
        return sockets(socket -> new ForwardingSocket(socket) {
            @Override
            public OutputStream getOutputStream() throws IOException {
                return change.apply(super.getOutputStream());
            }
        });
    }

    private static UnaryOperator<FastOpenSockets> reading(UnaryOperator<InputStream> change) {
        return sockets(socket -> new ForwardingSocket(socket) {
            private @Nullable InputStream in;

            @Override
            public InputStream getInputStream() throws IOException {
                in = in == null ? change.apply(super.getInputStream()) : in;
                return in;
            }
        });
    }

    private static final class Deaf extends ForwardingSocket {
        Deaf(Socket real) {
            super(real);
        }

        @Override
        public <T> Socket setOption(SocketOption<T> option, T value) {
            return this;
        }
    }

    private static final class OneName extends ForwardingSocket {
        OneName(Socket real) {
            super(real);
        }

        @Override
        public <T> Socket setOption(SocketOption<T> option, T value) throws IOException {
            if (TcpOptions.since(option).isPresent() && option.type() == Duration.class) {
                throw new UnsupportedOperationException(option.name());
            }
            return super.setOption(option, value);
        }
    }

    private static final class Patient extends ForwardingSocket {
        Patient(Socket real) {
            super(real);
        }

        @Override
        public void setSoTimeout(int timeout) throws SocketException {
            super.setSoTimeout(timeout + (int) Clock.TOO_LATE.toMillis());
        }
    }

    private static final class Hasty extends ForwardingSocket {
        Hasty(Socket real) {
            super(real);
        }

        @Override
        public void setSoLinger(boolean on, int linger) {
            // That is what is wrong with it.
        }
    }

    private static final class Vague extends ForwardingSocket {
        Vague(Socket real) {
            super(real);
        }

        @Override
        public void connect(SocketAddress endpoint, int timeout) throws IOException {
            try {
                super.connect(endpoint, timeout);
            } catch (ConnectException e) {
                throw new SocketException(e.getMessage());
            }
        }

        @Override
        public OutputStream getOutputStream() throws IOException {
            return new FilterOutputStream(super.getOutputStream()) {
                @Override
                public void write(byte[] bytes, int offset, int length) throws IOException {
                    try {
                        out.write(bytes, offset, length);
                    } catch (ConnectException e) {
                        throw new SocketException(e.getMessage());
                    }
                }
            };
        }
    }

    private static final class ConnectsTwice extends ForwardingSocket {
        ConnectsTwice(Socket real) {
            super(real);
        }

        @Override
        public void connect(SocketAddress endpoint) throws IOException {
            if (!isConnected()) {
                super.connect(endpoint);
            }
        }
    }

    private static final class Unbound extends ForwardingSocket {
        Unbound(Socket real) {
            super(real);
        }

        @Override
        public void bind(SocketAddress local) {
            // That is what is wrong with it.
        }
    }

    private static final class LosesLast extends FilterOutputStream {
        LosesLast(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, Math.max(0, length - 1));
        }
    }

    private static final class SignedBytes extends FilterInputStream {
        SignedBytes(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            return (byte) super.read();
        }
    }

    private static final class EndsOnce extends FilterInputStream {
        private boolean ended;

        EndsOnce(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int read = super.read();
            if (read >= 0 || !ended) {
                ended = read < 0;
                return read;
            }
            throw new IOException("the end was read already");
        }
    }

    private static final class OneAtATime extends ForwardingSocket {
        private final Object lock = new Object();

        OneAtATime(Socket real) {
            super(real);
        }

        @Override
        public InputStream getInputStream() throws IOException {
            return new FilterInputStream(super.getInputStream()) {
                @Override
                public int read() throws IOException {
                    synchronized (lock) {
                        return super.read();
                    }
                }
            };
        }

        @Override
        public OutputStream getOutputStream() throws IOException {
            return new FilterOutputStream(super.getOutputStream()) {
                @Override
                public void write(int b) throws IOException {
                    synchronized (lock) {
                        super.write(b);
                    }
                }
            };
        }
    }
}
