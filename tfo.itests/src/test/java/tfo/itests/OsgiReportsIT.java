package tfo.itests;

import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;

import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.TestFactory;

/**
 * Repeats the verdicts of what ran inside the frameworks, so that the build's total counts it. A run that ended without a report
 * fails here: its runner calls that a success.
 */
class OsgiReportsIT {

    @TestFactory
    Stream<DynamicContainer> everyRun() throws IOException {
        return OsgiReport.runs()
                .map(run -> dynamicContainer(run, OsgiReport.of(run).stream().map(OsgiReport.Case::asTest)));
    }
}
