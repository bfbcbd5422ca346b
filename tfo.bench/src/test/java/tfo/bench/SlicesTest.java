package tfo.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class SlicesTest {

    private static List<Slices.Figures> compare(Slices.Operation one, Slices.Operation other) throws Exception {
        return new Slices(Scale.QUICK)
                .run(
                        List.of(new Slices.Contestant("one", one), new Slices.Contestant("other", other)),
                        (done, all) -> {});
    }

    @Test
    void allocationIsToldPerOperation() throws Exception {
        byte[][] kept = new byte[1][];

        List<Slices.Figures> figures = compare(() -> {}, () -> kept[0] = new byte[10_000]);

        assertEquals(10_016, figures.get(1).bytes() - figures.get(0).bytes(), 10);
    }

    @Test
    void whatAnotherThreadDoesCounts() throws Exception {
        byte[][] kept = new byte[1][];
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            List<Slices.Figures> figures = compare(
                    () -> {},
                    () -> thread.submit(() -> kept[0] = new byte[10_000]).get());

            assertTrue(figures.get(1).bytes() > 10_000, figures::toString);
        } finally {
            thread.shutdownNow();
        }
    }
}
