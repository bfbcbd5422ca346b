package tfo.cli.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tfo.cli.core.Console;
import tfo.cli.core.Failure;
import tfo.cli.doctor.Doctor;
import tfo.cli.doctor.SelfTestReport;

/** What doctor runs inside a private namespace. */
@Command(name = "self-test", hidden = true, description = "Send data in a SYN over loopback.")
final class SelfTestCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private ProviderOption provider = new ProviderOption();

    SelfTestCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws Failure {
        SelfTestReport report = Doctor.selfTest(provider.sockets());
        console.out().println(report.words());
        return report.works() ? 0 : 1;
    }
}
