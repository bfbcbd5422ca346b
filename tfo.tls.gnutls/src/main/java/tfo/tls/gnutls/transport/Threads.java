package tfo.tls.gnutls.transport;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;

/** What the oldest JDK this module runs on cannot say of threads. */
final class Threads {
    private static final @Nullable MethodHandle IS_VIRTUAL = isVirtual();

    private Threads() {}

    /** Whether the calling thread is a virtual one, which JDK 17 does not have. */
    static boolean virtual() {
        try {
            return IS_VIRTUAL != null && (boolean) IS_VIRTUAL.invokeExact(Thread.currentThread());
        } catch (Throwable e) {
            return false;
        }
    }

    private static @Nullable MethodHandle isVirtual() {
        try {
            return MethodHandles.publicLookup()
                    .findVirtual(Thread.class, "isVirtual", MethodType.methodType(boolean.class));
        } catch (ReflectiveOperationException e) {
            return null;
        }
    }
}
