package tfo.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    @Test
    void theTreeKeepsEveryRule() throws Exception {
        Map<String, Map<String, Set<String>>> modules = new TreeMap<>();
        for (String module : SourceTree.modules()) {
            modules.put(module, References.in(SourceTree.classes(module)));
        }

        assertFalse(modules.get("tfo.api").isEmpty(), "no classes found: was the tree compiled?");
        assertEquals("", String.join("\n", new Architecture(modules).violations()));
    }

    /** Small trees, each wrong in one thing. */
    @Nested
    class AViolationIsFound {

        @Test
        void whenAModuleHasNoFloor() {
            assertViolation("tfo.shed has no floor", Map.of("tfo.shed", Map.of("tfo.shed.Spade", Set.of())));
        }

        @Test
        void whenAClassLiesInTheWrongModule() {
            assertViolation(
                    "tfo.linux.Stray lies in tfo.fallback",
                    Map.of("tfo.fallback", Map.of("tfo.linux.Stray", Set.of())));
        }

        @Test
        void whenAProviderSeesAnother() {
            assertViolation(
                    "tfo.linux (floor 1) may not see tfo.fallback (floor 1)",
                    Map.of("tfo.linux", Map.of("tfo.linux.A", Set.of("tfo.fallback.B"))));
        }

        @Test
        void whenTheApiSeesAProvider() {
            assertViolation(
                    "tfo.api (floor 0) may not see tfo.linux (floor 1)",
                    Map.of("tfo.api", Map.of("tfo.api.socket.A", Set.of("tfo.linux.B"))));
        }

        @Test
        void whenAProviderSeesTheTestkit() {
            assertViolation(
                    "tfo.linux (floor 1) may not see tfo.testkit (floor 2)",
                    Map.of("tfo.linux", Map.of("tfo.linux.A", Set.of("tfo.testkit.Peer"))));
        }

        @Test
        void whenPackagesFormACycleOverSeveralSteps() {
            Map<String, Set<String>> classes = Map.of(
                    "tfo.linux.a.A", Set.of("tfo.linux.b.B"),
                    "tfo.linux.b.B", Set.of("tfo.linux.c.C"),
                    "tfo.linux.c.C", Set.of("tfo.linux.a.A"));

            assertViolation(
                    "package cycle in tfo.linux: tfo.linux.a -> tfo.linux.b -> tfo.linux.c -> tfo.linux.a",
                    Map.of("tfo.linux", classes));
        }

        @Test
        void whenSocketsKnowTls() {
            Map<String, Set<String>> classes = Map.of(
                    "tfo.api.socket.A", Set.of("tfo.api.tls.B"),
                    "tfo.api.tls.B", Set.of());

            assertViolation("sockets know no TLS", Map.of("tfo.api", classes));
        }

        @Test
        void whenValuesOfTcpKnowSockets() {
            Map<String, Set<String>> classes = Map.of(
                    "tfo.api.tcp.A", Set.of("tfo.api.socket.B"),
                    "tfo.api.socket.B", Set.of());

            assertViolation("values of TCP know no sockets", Map.of("tfo.api", classes));
        }

        @Test
        void whenASecondClassOfARoomUsesNativeTypes() {
            Map<String, Set<String>> classes = Map.of(
                    "tfo.linux.kernel.JnaLibc", Set.of("com.sun.jna.Native"),
                    "tfo.linux.kernel.Netstat", Set.of("java.lang.foreign.Arena"));

            assertViolation("a native room has one such class", Map.of("tfo.linux", classes));
        }

        @Test
        void whenNativeTypesAreUsedOutsideTheRooms() {
            assertViolation(
                    "tfo.linux.socket is no native room",
                    Map.of("tfo.linux", Map.of("tfo.linux.socket.A", Set.of("com.sun.jna.Pointer"))));
        }

        private static void assertViolation(String words, Map<String, Map<String, Set<String>>> modules) {
            List<String> violations = new Architecture(modules).violations();

            assertEquals(1, violations.size(), violations::toString);
            assertTrue(violations.get(0).contains(words), violations::toString);
        }
    }

    @Test
    void whatIsAllowedIsNoViolation() {
        Map<String, Map<String, Set<String>>> modules = Map.of(
                "tfo.api", Map.of("tfo.api.tls.A", Set.of("tfo.api.socket.B"), "tfo.api.socket.B", Set.of()),
                "tfo.linux",
                        Map.of(
                                "tfo.linux.kernel.JnaLibc", Set.of("com.sun.jna.Native", "tfo.linux.kernel.Libc"),
                                "tfo.linux.kernel.JnaLibc$Direct", Set.of("com.sun.jna.Pointer"),
                                "tfo.linux.LinuxSockets", Set.of("tfo.linux.kernel.Libc", "tfo.api.socket.B")),
                "tfo.itests", Map.of("tfo.itests.SwapTest", Set.of("tfo.testkit.Peer", "tfo.lab.NetworkLab")));

        assertEquals(List.of(), new Architecture(modules).violations());
    }
}
