package tfo.testkit.tls;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tfo.api.tls.TlsClient;
import tfo.api.tls.TlsConnection;
import tfo.api.tls.TlsDial;
import tfo.api.tls.TlsEngine;
import tfo.api.tls.TlsServer;
import tfo.api.tls.TlsService;

/**
 * Stands in front of a provider and everything that comes from it, and hands every call on, but those that have an answer here.
 *
 * @param answers by type and method: {@code TlsConnection.read}, {@code TlsClient$Builder.alpn}
 */
record Shadow(Map<String, Answer> answers) {
    private static final Set<Class<?>> SHADOWED = Set.of(
            TlsService.class,
            TlsClient.class,
            TlsClient.Builder.class,
            TlsClient.Dangerous.class,
            TlsServer.class,
            TlsServer.Builder.class,
            TlsServer.Dangerous.class,
            TlsDial.class,
            TlsConnection.class,
            TlsEngine.class);

    /** Takes the place of a method. */
    interface Answer {
        /** What the method shall return or throw, given the real object. */
        @Nullable
        Object to(Object real, Object[] arguments) throws Throwable;
    }

    TlsService of(TlsService real) {
        return TlsService.class.cast(in(TlsService.class, real));
    }

    private Object in(Class<?> type, Object real) {
        return Proxy.newProxyInstance(
                Shadow.class.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) ->
                        call(type, proxy, method, real, arguments == null ? new Object[0] : arguments));
    }

    private @Nullable Object call(Class<?> type, Object proxy, Method method, Object real, Object[] arguments)
            throws Throwable {
        String name = type.getName().substring(type.getName().lastIndexOf('.') + 1) + "." + method.getName();
        Answer answer = answers.get(name);
        Object result = answer == null ? real(method, real, arguments) : answer.to(real, arguments);
        if (result == real && method.getReturnType().isInstance(proxy)) {
            return proxy;
        }
        return result == null || !SHADOWED.contains(method.getReturnType())
                ? result
                : in(method.getReturnType(), result);
    }

    private static @Nullable Object real(Method method, Object real, Object[] arguments) throws Throwable {
        try {
            return method.invoke(real, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }
}
