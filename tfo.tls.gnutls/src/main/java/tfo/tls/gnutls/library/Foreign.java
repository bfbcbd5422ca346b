package tfo.tls.gnutls.library;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Handles on C functions by {@code java.lang.foreign} (JEP 454), whose calls cost a fraction of JNA's. By reflection, for this is byte
 * code of release 17. All arguments are numbers: on 64-bit Linux a pointer is passed like a {@code long}.
 */
final class Foreign {
    private static final String PACKAGE = "java.lang.foreign.";

    private final Object linker;
    private final Method downcall;
    private final Object noOptions;
    private final Method segment;
    private final Method descriptor;
    private final Method voidDescriptor;
    private final Class<?> layouts;
    private final Class<?> memoryLayout;

    private Foreign() throws ReflectiveOperationException {
        Class<?> linkerType = type("Linker");
        Class<?> options = Array.newInstance(type("Linker$Option"), 0).getClass();
        Class<?> segmentType = type("MemorySegment");
        Class<?> descriptorType = type("FunctionDescriptor");
        this.memoryLayout = type("MemoryLayout");
        this.layouts = type("ValueLayout");
        Class<?> manyLayouts = Array.newInstance(memoryLayout, 0).getClass();
        this.linker = linkerType.getMethod("nativeLinker").invoke(null);
        this.downcall = linkerType.getMethod("downcallHandle", segmentType, descriptorType, options);
        this.noOptions = Array.newInstance(type("Linker$Option"), 0);
        this.segment = segmentType.getMethod("ofAddress", long.class);
        this.descriptor = descriptorType.getMethod("of", memoryLayout, manyLayouts);
        this.voidDescriptor = descriptorType.getMethod("ofVoid", manyLayouts);
    }

    private static Class<?> type(String name) throws ClassNotFoundException {
        return Class.forName(PACKAGE + name);
    }

    /** Whether it serves this module: not before JDK 22, and not where nobody has granted it native access, so that nobody is warned. */
    static boolean serves() {
        return Holder.FOREIGN != null;
    }

    /** Where it {@link #serves}. */
    static Foreign get() {
        return Objects.requireNonNull(Holder.FOREIGN, "java.lang.foreign");
    }

    private static final class Holder {
        static final @Nullable Foreign FOREIGN = open();

        private static @Nullable Foreign open() {
            try {
                Method granted = Module.class.getMethod("isNativeAccessEnabled");
                return (boolean) granted.invoke(Foreign.class.getModule()) ? new Foreign() : null;
            } catch (ReflectiveOperationException | LinkageError e) {
                return null;
            }
        }
    }

    /** The function at this address, with arguments and result of {@code int}, {@code long} or, the result, {@code void}. */
    MethodHandle function(long address, MethodType type) throws ReflectiveOperationException {
        try {
            Object at = segment.invoke(null, address);
            return (MethodHandle) downcall.invoke(linker, at, descriptor(type), noOptions);
        } catch (InvocationTargetException e) {
            throw new ReflectiveOperationException(String.valueOf(e.getCause()), e);
        }
    }

    private Object descriptor(MethodType type) throws ReflectiveOperationException {
        List<Class<?>> parameters = type.parameterList();
        Object arguments = Array.newInstance(memoryLayout, parameters.size());
        for (int i = 0; i < parameters.size(); i++) {
            Array.set(arguments, i, layout(parameters.get(i)));
        }
        return type.returnType() == void.class
                ? voidDescriptor.invoke(null, arguments)
                : descriptor.invoke(null, layout(type.returnType()), arguments);
    }

    private Object layout(Class<?> number) throws ReflectiveOperationException {
        return layouts.getField(number == int.class ? "JAVA_INT" : "JAVA_LONG").get(null);
    }
}
