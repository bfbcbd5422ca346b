package tfo.tls.gnutls.session;

import java.net.IDN;
import java.util.regex.Pattern;

/**
 * The name of a server, as it is asked for and verified.
 *
 * @param text in ASCII, without a final dot or a scope
 * @param literal whether it is an address, which is not asked for (RFC 6066 section 3)
 */
record HostName(String text, boolean literal) {
    private static final int LONGEST = 253;
    private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

    static HostName of(String host) {
        String plain = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        if (plain.indexOf(':') >= 0) {
            return new HostName(plain.replaceFirst("%.*", ""), true);
        }
        String name = plain.endsWith(".") ? plain.substring(0, plain.length() - 1) : plain;
        if (name.isEmpty() || name.length() > LONGEST || name.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("not the name of a server: \"" + host + "\"");
        }
        return new HostName(IDN.toASCII(name), IPV4.matcher(name).matches());
    }

    /** What goes into the ClientHello; empty for an address. */
    String indication() {
        return literal ? "" : text;
    }
}
