package tfo.cli.core;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A JSON object under construction; its members keep the order in which they were put. For one thread. */
public final class JsonObject {
    private final Map<String, @Nullable Object> members = new LinkedHashMap<>();

    /** Adds a member: a value that {@link Json} can write. */
    public JsonObject put(String name, @Nullable Object value) {
        members.put(name, value);
        return this;
    }

    Map<String, @Nullable Object> members() {
        return members;
    }

    /** The object as JSON text on one line. */
    @Override
    public String toString() {
        return Json.text(this);
    }
}
