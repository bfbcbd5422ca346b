package tfo.cli.doctor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import tfo.cli.core.Failure;
import tfo.lab.PrivateNamespace;

/** Runs the self-test in a second JVM inside a private namespace, where Fast Open is allowed: can the kernel do it at all? */
public final class PrivateSelfTest implements Elsewhere {
    private static final long LIMIT_SECONDS = 30;
    private static final String MAIN = "tfo.cli.Main";

    @Override
    public Optional<SelfTestReport> selfTest() {
        try {
            if (PrivateNamespace.inside() || PrivateNamespace.obstacle().isPresent()) {
                return Optional.empty();
            }
            return Optional.of(run());
        } catch (IOException e) {
            return Optional.of(new SelfTestReport(false, Failure.words(e)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private static SelfTestReport run() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(PrivateNamespace.command(command()))
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            return new SelfTestReport(false, "it did not end within " + LIMIT_SECONDS + " s");
        }
        String words = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new SelfTestReport(process.exitValue() == 0, words.strip());
    }

    private static List<String> command() {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        Module module = PrivateSelfTest.class.getModule();
        if (module.isNamed()) {
            command.add("--enable-native-access=com.sun.jna");
            command.addAll(List.of("-p", System.getProperty("jdk.module.path", "")));
            command.addAll(List.of("--add-modules", "ALL-MODULE-PATH", "-m", module.getName() + "/" + MAIN));
        } else {
            command.add("--enable-native-access=ALL-UNNAMED");
            command.addAll(List.of("-cp", System.getProperty("java.class.path"), MAIN));
        }
        command.add("self-test");
        return command;
    }
}
