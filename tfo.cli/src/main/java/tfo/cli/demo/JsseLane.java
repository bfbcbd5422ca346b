package tfo.cli.demo;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.function.Function;
import javax.net.SocketFactory;
import javax.net.ssl.SSLSocket;
import tfo.api.socket.FastOpenReport;
import tfo.api.socket.FastOpenSockets;
import tfo.lab.foreign.JdkTls;

/** The JDK's TLS, layered over a socket. */
final class JsseLane implements Lane {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final String name;
    private final String stack;
    private final JdkTls jsse;
    private final boolean resuming;
    private final SocketFactory factory;
    private final Function<Socket, FastOpenReport> report;

    private JsseLane(
            String name,
            String stack,
            JdkTls jsse,
            boolean resuming,
            SocketFactory factory,
            Function<Socket, FastOpenReport> report) {
        this.name = name;
        this.stack = stack;
        this.jsse = jsse;
        this.resuming = resuming;
        this.factory = factory;
        this.report = report;
    }

    /** Over {@link Socket}. */
    static JsseLane overJdk(String name, JdkTls jsse, boolean resuming) {
        FastOpenReport none = FastOpenReport.notTried("java.net.Socket has no Fast Open", 0);
        return new JsseLane(name, "jdk", jsse, resuming, SocketFactory.getDefault(), socket -> none);
    }

    /** Over the sockets of a provider's factory, whose first write, here the ClientHello, travels in the SYN. */
    static JsseLane overSdk(String name, JdkTls jsse, boolean resuming, FastOpenSockets sockets) {
        return new JsseLane(name, "jdk-over-tfo", jsse, resuming, sockets.socketFactory(), sockets::report);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String stack() {
        return stack;
    }

    @Override
    public boolean tls() {
        return true;
    }

    @Override
    public Run run(Place place, Stopwatch watch) throws IOException {
        if (!resuming) {
            jsse.forget();
        }
        byte[] question = Question.bytes();
        watch.start();
        Socket socket = factory.createSocket();
        try (SSLSocket tls = jsse.connect(socket, place.secure(), Site.HOST, PATIENCE)) {
            tls.getOutputStream().write(question);
            Question.readAnswer(tls.getInputStream(), watch, socket.getLocalPort());
            return Run.tls(report.apply(socket), jsse.resumed());
        }
    }
}
