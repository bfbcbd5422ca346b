package tfo.testkit;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** A rule of iptables(8) for what comes in to a TCP port, in the network namespace of the tests; until it is closed. */
final class Firewall implements Closeable {
    private static final List<Path> LIMITS =
            List.of(Path.of("/proc/sys/net/ipv4/icmp_ratelimit"), Path.of("/proc/sys/net/ipv6/icmp/ratelimit"));

    private final String program;
    private final String[] rule;

    private Firewall(InetAddress address, String[] rule) throws IOException {
        this.program = address instanceof Inet6Address ? "ip6tables" : "iptables";
        this.rule = rule;
        change("-I");
    }

    /** Answers every packet to this address like that, and lets none through. */
    static Firewall rejecting(InetSocketAddress port, Rejection rejection, String... match) throws IOException {
        for (Path limit : LIMITS) {
            // Several tests go to the same address, and an answer that is not sent is another case.
            Files.writeString(limit, "0");
        }
        return new Firewall(port.getAddress(), rule(port, match, "REJECT", "--reject-with", rejection.answer()));
    }

    /** Loses every packet to this address. */
    static Firewall dropping(InetSocketAddress port, String... match) throws IOException {
        return new Firewall(port.getAddress(), rule(port, match, "DROP"));
    }

    private static String[] rule(InetSocketAddress port, String[] match, String... target) {
        List<String> rule = new ArrayList<>(List.of("INPUT", "-p", "tcp"));
        rule.addAll(List.of("-d", port.getAddress().getHostAddress(), "--dport", Integer.toString(port.getPort())));
        rule.addAll(List.of(match));
        rule.add("-j");
        rule.addAll(List.of(target));
        return rule.toArray(String[]::new);
    }

    private void change(String how) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(how));
        arguments.addAll(List.of(rule));
        run(arguments.toArray(String[]::new));
    }

    /** How many packets it was for, so far. */
    long hits() throws IOException {
        String port = rule[List.of(rule).indexOf("--dport") + 1];
        Pattern counted = Pattern.compile("(?m)^ *(\\d+) .* dpt:" + port + "\\b");
        return counted.matcher(run("-nvxL", "INPUT"))
                .results()
                .mapToLong(line -> Long.parseLong(line.group(1)))
                .sum();
    }

    private String run(String... what) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("-w"));
        arguments.addAll(List.of(what));
        try {
            return PrivateNetwork.run(program, arguments.toArray(String[]::new));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException(program);
        }
    }

    @Override
    public void close() throws IOException {
        change("-D");
    }
}
