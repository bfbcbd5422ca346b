package tfo.api.socket;

import java.net.SocketOption;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** The options of a request on their way out. */
final class RequestOptions {
    private RequestOptions() {}

    /** The same options in the same order, unmodifiable; the arrays among the values, such as a key, are copies. */
    static Map<SocketOption<?>, Object> copy(Map<SocketOption<?>, Object> options) {
        if (options.values().stream().noneMatch(byte[].class::isInstance)) {
            return options;
        }
        Map<SocketOption<?>, Object> copy = new LinkedHashMap<>(options);
        copy.replaceAll((option, value) -> value instanceof byte[] bytes ? bytes.clone() : value);
        return Collections.unmodifiableMap(copy);
    }
}
