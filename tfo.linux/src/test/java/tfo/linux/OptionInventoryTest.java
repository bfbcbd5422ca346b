package tfo.linux;

import static java.util.stream.Collectors.toCollection;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Method;
import java.net.SocketOption;
import java.util.Arrays;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;
import tfo.api.tcp.TcpOptions;

/** No option is without a test of what it does. */
class OptionInventoryTest {
    private static final List<Class<?>> SUITES = List.of(
            SendingOptionsTest.class,
            ReceivingOptionsTest.class,
            WindowOptionsTest.class,
            BusyPollTest.class,
            InqTest.class,
            TimeoutOptionsTest.class,
            KeepAliveOptionsTest.class,
            ListenerOptionsTest.class,
            FastOpenOptionsTest.class,
            RoutingOptionsTest.class);

    @Test
    void everyOptionHasATestOfItsEffect() {
        SortedSet<String> expected =
                TcpOptions.all().stream().map(SocketOption::name).collect(toCollection(TreeSet::new));

        SortedSet<String> observed = entries()
                .flatMap(
                        test -> Arrays.stream(test.getAnnotation(EffectOf.class).value()))
                .collect(toCollection(TreeSet::new));

        assertEquals(expected, observed);
    }

    @Test
    void everyEntryIsATestThatRuns() {
        entries().forEach(entry -> {
            assertTrue(entry.isAnnotationPresent(Test.class), entry::toString);
            assertFalse(entry.isAnnotationPresent(Disabled.class), entry::toString);
        });
    }

    private static Stream<Method> entries() {
        return SUITES.stream()
                .flatMap(suite -> Arrays.stream(suite.getDeclaredMethods()))
                .filter(method -> method.isAnnotationPresent(EffectOf.class));
    }
}
