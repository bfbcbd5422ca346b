package tfo.cli.core;

/**
 * A host and a port as written on a command line: {@code name:80}, {@code 192.0.2.1:80}, {@code [2001:db8::1]:80}.
 *
 * @param host a name or an address, without brackets
 * @param port 1 to 65535
 */
public record HostPort(String host, int port) {

    /** Checks the parts. */
    public HostPort {
        if (host.isEmpty() || !host.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '/' && c != '@')) {
            throw new IllegalArgumentException("'" + host + "' is no host");
        }
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("port " + port + " is not between 1 and 65535");
        }
    }

    /**
     * Reads {@code HOST:PORT}.
     *
     * @throws IllegalArgumentException if it is not that
     */
    public static HostPort parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 0 || text.endsWith("]")) {
            throw new IllegalArgumentException("'" + text + "' lacks the port: write HOST:PORT");
        }
        return new HostPort(withoutBrackets(text.substring(0, colon)), port(text.substring(colon + 1)));
    }

    private static String withoutBrackets(String host) {
        if (host.startsWith("[") && host.endsWith("]")) {
            return host.substring(1, host.length() - 1);
        }
        if (host.indexOf(':') >= 0) {
            throw new IllegalArgumentException("'" + host + "' needs brackets: write [" + host + "]:PORT");
        }
        return host;
    }

    private static int port(String digits) {
        if (!digits.matches("\\d{1,5}")) {
            throw new IllegalArgumentException("'" + digits + "' is no port");
        }
        return Integer.parseInt(digits);
    }

    /** The form that {@link #parse} reads. */
    @Override
    public String toString() {
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }
}
