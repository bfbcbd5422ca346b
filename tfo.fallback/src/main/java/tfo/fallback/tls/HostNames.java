package tfo.fallback.tls;

import java.net.IDN;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;

/** Names of servers: as they are written, asked for and kept. */
final class HostNames {
    private static final int LONGEST = 253;
    private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

    private HostNames() {}

    /** As the request names it; a literal address without its scope, which no certificate carries. */
    static String of(InetSocketAddress remote) {
        return normal(remote.getHostString());
    }

    /**
     * A name of the caller's.
     *
     * @throws IllegalArgumentException if it is empty, or longer than 253 characters
     */
    static String checked(String host) {
        if (host.isEmpty() || host.length() > LONGEST) {
            throw new IllegalArgumentException(
                    "a server name has 1 to " + LONGEST + " characters, not " + host.length());
        }
        return normal(host);
    }

    /** In lower case and ASCII, without a dot at the end: two ways to write one name become one. */
    static String normal(String host) {
        if (host.indexOf(':') >= 0) {
            String address = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
            int scope = address.indexOf('%');
            return scope < 0 ? address : address.substring(0, scope);
        }
        String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        try {
            return IDN.toASCII(name).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            return name.toLowerCase(Locale.ROOT);
        }
    }

    static boolean isLiteral(String host) {
        return host.indexOf(':') >= 0 || IPV4.matcher(host).matches();
    }

    /** What to ask for: nothing for an address, nor for what is no host name. */
    static Optional<SNIServerName> indication(String host) {
        if (isLiteral(host)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new SNIHostName(host));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
