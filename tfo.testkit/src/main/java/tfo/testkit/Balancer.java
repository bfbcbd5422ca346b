package tfo.testkit;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;

/**
 * One address in front of several hosts: by iptables(8) it rewrites the destination of what goes there (DNAT), as many balancers do.
 * The only one in its network namespace, where connections are tracked until it is closed.
 */
final class Balancer implements Closeable {
    private final InetSocketAddress front;

    private Balancer(InetSocketAddress front) {
        this.front = front;
    }

    /** One that sends to nobody yet. */
    static Balancer at(InetSocketAddress front) {
        return new Balancer(front);
    }

    InetSocketAddress front() {
        return front;
    }

    /** New connections go to this host from now on. */
    void sendTo(InetSocketAddress back) throws IOException {
        String port = Integer.toString(front.getPort());
        nat("-F", "OUTPUT");
        nat("-A", "OUTPUT", "-p", "tcp", "-d", host(front), "--dport", port, "-j", "DNAT", "--to", written(back));
    }

    private static String written(InetSocketAddress address) {
        return host(address) + ":" + address.getPort();
    }

    private static String host(InetSocketAddress address) {
        return address.getAddress().getHostAddress();
    }

    private static void nat(String... what) throws IOException {
        String[] arguments = new String[3 + what.length];
        System.arraycopy(new String[] {"-w", "-t", "nat"}, 0, arguments, 0, 3);
        System.arraycopy(what, 0, arguments, 3, what.length);
        try {
            PrivateNetwork.run("iptables", arguments);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("iptables");
        }
    }

    /** Takes the whole table away, without which nothing is tracked. */
    @Override
    public void close() throws IOException {
        nat("-F");
        nat("-X");
    }
}
