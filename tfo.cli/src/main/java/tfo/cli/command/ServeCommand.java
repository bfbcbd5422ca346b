package tfo.cli.command;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tfo.api.socket.FastOpenSockets;
import tfo.api.socket.ListenRequest;
import tfo.cli.core.Alpn;
import tfo.cli.core.Console;
import tfo.cli.core.Failure;
import tfo.cli.serve.Entrance;
import tfo.cli.serve.ServeLines;
import tfo.cli.serve.ServeLog;
import tfo.cli.serve.Server;

@Command(
        name = "serve",
        description = "Serve connections that may bring their first bytes in the SYN, until the program is ended.")
final class ServeCommand implements Callable<Integer> {
    private static final Alpn HTTP = new Alpn(List.of("http/1.1"));

    private final Console console;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--port",
            paramLabel = "PORT",
            required = true,
            description = "Listen on this port; 0 lets the system choose.")
    private int port;

    @Option(
            names = "--bind",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description = "Listen on this address (default: ${DEFAULT-VALUE}).")
    private String bind = "";

    @ArgGroup(exclusive = true, multiplicity = "1")
    private What what = new What();

    @Option(names = "--json", description = "Print one JSON object per line.")
    private boolean json;

    @Mixin
    private ProviderOption provider = new ProviderOption();

    @Mixin
    private TlsServerOptions tls = new TlsServerOptions();

    @Mixin
    private KeyRingOptions keys = new KeyRingOptions();

    /** What to serve. */
    private static final class What {
        @Option(names = "--echo", description = "Send every byte back.")
        private boolean echo;

        @Option(names = "--size", paramLabel = "N", description = "Answer every HTTP GET with N bytes.")
        private Optional<Long> size = Optional.empty();

        @Option(names = "--dir", paramLabel = "DIR", description = "Serve the files in this folder over HTTP/1.1.")
        private Optional<Path> dir = Optional.empty();
    }

    ServeCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, Failure {
        if (port < 0 || port > 65535) {
            throw new ParameterException(spec.commandLine(), "port " + port + " is not between 0 and 65535");
        }
        if (what.size.orElse(0L) < 0) {
            throw new ParameterException(spec.commandLine(), "a size of " + what.size.get() + " bytes");
        }
        tls.check(spec);
        keys.check(spec);
        try (Server server = server(entrance())) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server), "tfo-stop"));
            server.run();
        }
        return 0;
    }

    private Entrance entrance() throws IOException, Failure {
        ListenRequest where = ListenRequest.on(new InetSocketAddress(InetAddress.getByName(bind), port));
        FastOpenSockets sockets = provider.sockets();
        Entrance entrance = new Entrance(sockets, where, tls.security(what.echo ? Alpn.NONE : HTTP));
        try {
            return keys.at(entrance);
        } catch (IOException e) {
            entrance.close();
            throw e;
        }
    }

    private Server server(Entrance entrance) throws IOException {
        ServeLog log = new ServeLines(console, json, tls.takesEarlyData());
        try {
            if (what.echo) {
                return Server.echo(entrance, log);
            }
            return what.dir.isPresent()
                    ? Server.files(entrance, what.dir.get(), log)
                    : Server.sized(entrance, what.size.orElse(0L), log);
        } catch (IOException e) {
            entrance.close();
            throw e;
        }
    }

    private void stop(Server server) {
        try {
            server.close();
        } catch (IOException e) {
            console.err().println("tfo: " + Failure.words(e));
        }
    }
}
