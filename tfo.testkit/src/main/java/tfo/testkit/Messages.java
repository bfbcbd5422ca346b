package tfo.testkit;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.util.Locale;

/** Looks into the messages of exceptions. */
final class Messages {
    private Messages() {}

    /** Asserts that the message has this in it, whatever the case. */
    static void assertMentions(String expected, Throwable thrown) {
        String message = String.valueOf(thrown.getMessage());
        assertTrue(
                message.toLowerCase(Locale.ROOT).contains(expected.toLowerCase(Locale.ROOT)),
                () -> "\"" + message + "\" does not mention \"" + expected + "\"");
    }

    /** Host and port as messages write them. */
    static String name(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        return (address.getAddress() instanceof Inet6Address ? "[" + host + "]" : host) + ":" + address.getPort();
    }
}
