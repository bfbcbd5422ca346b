package tfo.bench;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tfo.lab.PrivateNamespace;

/**
 * Measures: {@code NAME [--quick] [--json]}; without a name it lists the names. Runs itself again inside a private network
 * namespace, where server-side Fast Open is on. Exit status: 0 measured, 1 it did not work, 2 wrong usage.
 */
public final class Main {
    private static final List<Measurement> ALL = List.of(
            new ConnectCost(),
            new OptionCost(),
            new DescriptorSearch(),
            new Cycles(),
            new Requests(),
            new HostilePaths(),
            new FirstByte(),
            new TlsHandshakes(),
            new TlsBulk());

    private Main() {}

    /** Measures what the first argument names. */
    public static void main(String[] args) throws Exception {
        System.exit(run(List.of(args), System.out, System.err));
    }

    static int run(List<String> arguments, PrintStream out, PrintStream err) throws Exception {
        List<String> names = new ArrayList<>(arguments);
        boolean quick = names.remove("--quick");
        boolean json = names.remove("--json");
        if (names.isEmpty()) {
            ALL.forEach(each -> out.printf("%-12s %s%n", each.name(), each.purpose()));
            return 0;
        }
        Optional<Measurement> wanted =
                ALL.stream().filter(each -> names.equals(List.of(each.name()))).findAny();
        if (wanted.isEmpty()) {
            err.println("usage: bench NAME [--quick] [--json]; there is no measurement " + String.join(" ", names));
            return 2;
        }
        if (!PrivateNamespace.inside()) {
            return PrivateNamespace.relaunch();
        }
        Result result = wanted.get().measure(quick ? Scale.QUICK : Scale.FULL, Progress.on(err));
        out.print(json ? Json.of(result.tree()) + "\n" : result.text());
        return 0;
    }
}
