package tfo.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import tfo.api.socket.FastOpenPolicy;
import tfo.api.socket.FastOpenSockets;
import tfo.bench.GnuTlsWay.Handshake;

/** All that are raced for the first byte, in the order of their turns. */
final class FirstByteRunners implements AutoCloseable {
    static final String CHANNEL = "SocketChannel";
    static final String COLD = "tfo.linux connect, cold";
    static final String WARM = "tfo.linux connect, warm";
    static final String FALLBACK = "tfo.fallback connect";
    static final String JSSE_RESUMED = "jsse resumed, Socket";
    static final String JSSE_OVER_TFO = "jsse resumed, tfo.linux Socket";
    static final String EARLY = "gnutls early data, plain";
    static final String ONE_SYN = "gnutls early data, one SYN";

    private final List<FirstByteRunner> all = new ArrayList<>();
    private final FastOpenSockets linux = Providers.linux();

    private FirstByteRunners() {}

    /** Those that ask these ports, without TLS and with it. */
    static FirstByteRunners of(int plain, int secure) throws IOException {
        FirstByteRunners runners = new FirstByteRunners();
        try {
            runners.addPlain(plain);
            runners.addJsse(secure);
            for (Handshake handshake : Handshake.values()) {
                runners.addGnuTls(handshake, FastOpenPolicy.OFF, secure);
                runners.addGnuTls(handshake, FastOpenPolicy.PREFER, secure);
            }
            return runners;
        } catch (IOException | RuntimeException e) {
            runners.close();
            throw e;
        }
    }

    private void addPlain(int port) {
        all.add(FirstByteRunner.of(CHANNEL, Way.channel(), port));
        all.add(FirstByteRunner.of("Socket", Way.socket(), port));
        all.add(FirstByteRunner.cold(COLD, Way.connect(linux), port));
        all.add(FirstByteRunner.of(WARM, Way.connect(linux), port));
        all.add(FirstByteRunner.of("tfo.linux Socket, warm", Way.socket(linux), port));
        all.add(FirstByteRunner.of(FALLBACK, Way.connect(Providers.fallback()), port));
    }

    private void addJsse(int port) throws IOException {
        all.add(FirstByteRunner.of("jsse full, Socket", JdkTlsWay.of(false), port));
        all.add(FirstByteRunner.of(JSSE_RESUMED, JdkTlsWay.of(true), port));
        all.add(FirstByteRunner.of("jsse full, tfo.linux Socket", JdkTlsWay.of(false, linux), port));
        all.add(FirstByteRunner.of(JSSE_OVER_TFO, JdkTlsWay.of(true, linux), port));
    }

    private void addGnuTls(Handshake handshake, FastOpenPolicy policy, int port) throws IOException {
        boolean fast = policy == FastOpenPolicy.PREFER;
        String name = switch (handshake) {
            case FULL -> "gnutls full, " + (fast ? "TFO" : "plain");
            case RESUMED -> "gnutls resumed, " + (fast ? "TFO" : "plain");
            case EARLY -> fast ? ONE_SYN : EARLY;
        };
        all.add(FirstByteRunner.of(name, GnuTlsWay.of(handshake, linux, policy), port));
    }

    List<FirstByteRunner> all() {
        return List.copyOf(all);
    }

    FirstByteRunner named(String name) {
        return all.stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
    }

    @Override
    public void close() {
        all.forEach(each -> each.way().close());
    }
}
