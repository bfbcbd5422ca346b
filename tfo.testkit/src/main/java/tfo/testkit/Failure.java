package tfo.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;

/** The errors of tcp(7) and ip(7) with which connecting fails, as a Java programmer expects them. */
enum Failure {
    ECONNREFUSED("Connection refused", ConnectException.class),
    ENETUNREACH("Network is unreachable", ConnectException.class, SocketException.class),
    EHOSTUNREACH("No route to host", NoRouteToHostException.class),
    ENOPROTOOPT("Protocol not available", SocketException.class),
    EACCES("Permission denied", BindException.class),
    EINVAL("Invalid argument", SocketException.class),
    ETIMEDOUT("Connection timed out", SocketTimeoutException.class, ConnectException.class),
    EADDRINUSE("Address already in use", BindException.class),
    EADDRNOTAVAIL("Cannot assign requested address", BindException.class);

    private final String words;
    private final Class<? extends IOException> type;
    private final Class<? extends IOException> jdk;

    Failure(String words, Class<? extends IOException> type) {
        this(words, type, type);
    }

    Failure(String words, Class<? extends IOException> type, Class<? extends IOException> jdk) {
        this.words = words;
        this.type = type;
        this.jdk = jdk;
    }

    /** The C library's words for it. */
    String words() {
        return words;
    }

    /** Asserts that this is the exception for the error: exactly its type, with operation, address and the errno's name. */
    void assertIs(IOException thrown, String operation, InetSocketAddress address) {
        assertSame(type, thrown.getClass(), thrown::toString);
        String place = operation + " " + Messages.name(address) + ": ";
        assertEquals(place + words + " (" + name() + ")", thrown.getMessage());
    }

    /** Asserts that it is what a socket throws that is the JDK's own. */
    void assertIsTheJdksOwn(IOException thrown) {
        assertSame(jdk, thrown.getClass(), thrown::toString);
        assertEquals(words, String.valueOf(thrown.getMessage()).replaceAll(" \\(.*", ""));
    }
}
