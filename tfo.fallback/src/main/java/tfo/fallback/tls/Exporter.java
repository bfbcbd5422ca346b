package tfo.fallback.tls;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import tfo.api.Availability;
import tfo.api.tls.TlsException;

/** Keying material of a session (RFC 5705), which JSSE gives from JDK 25 on. */
final class Exporter {
    private static final Exporter OF_THIS_JDK = new Exporter(method());
    private static final int SHA_256 = 32;
    private static final int SHA_384 = 48;

    private final @Nullable Method export;

    private Exporter(@Nullable Method export) {
        this.export = export;
    }

    static Exporter ofThisJdk() {
        return OF_THIS_JDK;
    }

    private static @Nullable Method method() {
        try {
            return ExtendedSSLSession.class.getMethod(
                    "exportKeyingMaterialData", String.class, byte[].class, int.class);
        } catch (NoSuchMethodException e) {
            return null;
        }
    }

    Availability availability() {
        return export != null
                ? Availability.ready()
                : Availability.missing("JSSE exports keying material from JDK 25 on, this is JDK "
                        + Runtime.version().feature());
    }

    byte[] export(SSLSession session, String label, byte[] context, int length) throws TlsException {
        if (export == null) {
            throw new UnsupportedOperationException(
                    "EXPORTER: " + availability().reason());
        }
        int longest = 255 * (session.getCipherSuite().endsWith("SHA384") ? SHA_384 : SHA_256);
        if (length < 1 || length > longest) {
            throw new IllegalArgumentException("length " + length + ", not 1 to " + longest);
        }
        try {
            // No context and an empty one differ in TLS 1.2 only; other libraries take an empty one for none.
            return (byte[]) export.invoke(session, label, context.length == 0 ? null : context, length);
        } catch (InvocationTargetException e) {
            throw failure(e.getCause());
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private static TlsException failure(@Nullable Throwable e) {
        if (e instanceof SSLException || e instanceof RuntimeException) {
            return TlsFailures.of("export keying material", (Exception) e);
        }
        throw new IllegalStateException(e);
    }
}
