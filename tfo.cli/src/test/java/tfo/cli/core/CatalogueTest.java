package tfo.cli.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CatalogueTest {
    @Test
    void theBestUsableProviderIsChosen() throws Failure {
        Catalogue catalogue = Catalogue.load();

        assertEquals(
                List.of("linux", "fallback"),
                catalogue.providers().stream().map(Provider::name).toList());
        assertEquals("linux", catalogue.sockets(Optional.empty()).name());
        assertEquals("fallback", catalogue.sockets(Optional.of("fallback")).name());
    }

    @Test
    void anUnknownProviderIsRefusedByTheNamesThereAre() {
        Failure failure = assertThrows(Failure.class, () -> Catalogue.load().sockets(Optional.of("lunix")));

        assertEquals("no provider is named 'lunix'; there are: linux, fallback", failure.getMessage());
    }

    @Test
    void withoutProvidersNothingIsChosen() {
        Failure failure =
                assertThrows(Failure.class, () -> Catalogue.of(List.of()).sockets(Optional.empty()));

        assertTrue(failure.getMessage().contains("none"), failure.getMessage());
    }
}
