package tfo.itests;

import static java.util.stream.Collectors.toMap;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A JVM of the JDK under test, inside a private network namespace, and what it said until it ended. */
record Jvm(int status, String out, String err) {
    private static final String JAVA = System.getProperty("tfo.lab.java");
    private static final long PATIENCE_SECONDS = 180;

    static Jvm run(String... arguments) throws IOException, InterruptedException {
        Path out = Files.createTempFile("jvm", ".out");
        Path err = Files.createTempFile("jvm", ".err");
        try {
            int status = run(List.of(arguments), out, err);
            return new Jvm(status, Files.readString(out), Files.readString(err));
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }

    private static int run(List<String> arguments, Path out, Path err) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(JAVA));
        command.addAll(arguments);
        Process process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
            throw new AssertionError("still running after " + PATIENCE_SECONDS + " s: " + command + "\n"
                    + Files.readString(err, StandardCharsets.UTF_8));
        }
        return process.exitValue();
    }

    /** The lines of the form key=value, of a run that went well and had nothing to complain about. */
    Map<String, String> facts() {
        assertEquals("", err);
        assertEquals(0, status, out);
        return out.lines()
                .map(line -> line.split("=", 2))
                .filter(fact -> fact.length == 2)
                .collect(toMap(fact -> fact[0], fact -> fact[1]));
    }

    /** The lines, sorted. */
    List<String> lines() {
        assertEquals(0, status, out + err);
        return Arrays.stream(out.split("\n")).sorted().toList();
    }
}
