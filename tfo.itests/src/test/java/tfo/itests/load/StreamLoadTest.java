package tfo.itests.load;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tfo.api.socket.ConnectRequest;
import tfo.api.socket.FastOpenConnection;
import tfo.api.socket.FastOpenSockets;

@Timeout(60)
class StreamLoadTest {
    private final FastOpenSockets sockets = FastOpenSockets.best();

    @Test
    void recordsGoBothWaysUntilTheStreamIsEnded() throws Exception {
        try (StreamLoad load = StreamLoad.start()) {
            Stream stream = load.open(sockets);
            load.await(() -> stream.records() >= 50, () -> "50 records");

            load.end(List.of(stream));

            assertTrue(stream.isOver());
            assertDoesNotThrow(load::check);
        }
    }

    @Test
    void aConnectionLostUnderWayFailsTheLoad() throws Exception {
        AtomicReference<FastOpenConnection> made = new AtomicReference<>();
        try (StreamLoad load = StreamLoad.start()) {
            Stream stream = load.open(handingOver(made, request -> request));
            load.await(() -> stream.records() >= 5, () -> "5 records");

            made.get().channel().shutdownOutput();

            assertThrows(CompletionException.class, () -> load.await(() -> false, () -> "failure"));
        }
    }

    @Test
    void aFirstFlightThatLosesItsTailFailsTheLoad() throws Exception {
        try (StreamLoad load = StreamLoad.start()) {
            load.open(handingOver(new AtomicReference<>(), request -> request.firstFlight(withoutTail(request))));

            assertThrows(CompletionException.class, () -> load.await(() -> false, () -> "failure"));
        }
    }

    private static ByteBuffer withoutTail(ConnectRequest request) {
        ByteBuffer flight = request.firstFlight();
        return flight.limit(flight.limit() - 1);
    }

    /** What a wrong provider does to a request. */
    private interface Change {
        ConnectRequest of(ConnectRequest request);
    }

    private FastOpenSockets handingOver(AtomicReference<FastOpenConnection> made, Change change) {
        return (FastOpenSockets) Proxy.newProxyInstance(
                StreamLoadTest.class.getClassLoader(), new Class<?>[] {FastOpenSockets.class}, (self, method, args) -> {
                    if (method.getName().equals("connect")) {
                        made.set(connect(change.of((ConnectRequest) args[0])));
                        return made.get();
                    }
                    return call(method, args);
                });
    }

    private FastOpenConnection connect(ConnectRequest request) throws IOException {
        return sockets.connect(request);
    }

    private Object call(Method method, Object[] args) throws Throwable {
        try {
            return method.invoke(sockets, args);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
