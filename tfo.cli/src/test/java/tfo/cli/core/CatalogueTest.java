package tfo.cli.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tfo.api.socket.FastOpenSockets;

class CatalogueTest {
    @Test
    void theBestUsableProviderIsChosen() throws Failure {
        Catalogue<FastOpenSockets> catalogue = Catalogue.loadSockets();

        assertEquals(
                List.of("linux", "fallback"),
                catalogue.providers().stream().map(Provider::name).toList());
        assertEquals("linux", catalogue.service(Optional.empty()).name());
        assertEquals("fallback", catalogue.service(Optional.of("fallback")).name());
    }

    @Test
    void anUnknownProviderIsRefusedByTheNamesThereAre() {
        Failure failure =
                assertThrows(Failure.class, () -> Catalogue.loadSockets().service(Optional.of("lunix")));

        assertEquals("no provider of sockets is named 'lunix'; there are: linux, fallback", failure.getMessage());
    }

    @Test
    void withoutProvidersNothingIsChosen() {
        Failure failure =
                assertThrows(Failure.class, () -> Catalogue.ofSockets(List.of()).service(Optional.empty()));

        assertTrue(failure.getMessage().contains("none"), failure.getMessage());
    }
}
