package tfo.checks;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One of everything that a signature can hold. */
public abstract class SurfaceSample<T extends Comparable<T>> implements Closeable {
    /** A constant. */
    public static final int CONSTANT = 1;

    /** A field. */
    protected @Nullable Object field;

    private final int hidden;

    /** A constructor. */
    protected SurfaceSample(int a, String[] b) {
        hidden = a + b.length;
    }

    /** A method. */
    public Optional<T> first(Map<String, @Nullable T> a, List<?> b) {
        return Optional.empty();
    }

    /** Another method. */
    protected abstract <E extends Exception> void last(Class<E> a, List<? super T> b) throws E, IOException;

    int packagePrivate() {
        return hidden;
    }
}
