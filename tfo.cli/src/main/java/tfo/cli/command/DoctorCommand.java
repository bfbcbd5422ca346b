package tfo.cli.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tfo.cli.core.Catalogue;
import tfo.cli.core.Console;
import tfo.cli.core.Failure;
import tfo.cli.core.Progress;
import tfo.cli.doctor.Diagnosis;
import tfo.cli.doctor.DiagnosisJson;
import tfo.cli.doctor.DiagnosisText;
import tfo.cli.doctor.Doctor;
import tfo.cli.doctor.PrivateSelfTest;

@Command(
        name = "doctor",
        description = "Tell what works on this machine, and why the rest does not. "
                + "The exit status is 0 if Fast Open works, at least for clients.")
final class DoctorCommand implements Callable<Integer> {
    private final Console console;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Option(
            names = "--all",
            description = "Tell every setting of the system for TCP and every total of the kernel's, too.")
    private boolean all;

    DoctorCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws Failure {
        Diagnosis diagnosis = examine();
        if (json) {
            console.out().println(all ? DiagnosisJson.all(diagnosis) : DiagnosisJson.of(diagnosis));
        } else {
            console.out().print(all ? DiagnosisText.all(diagnosis) : DiagnosisText.of(diagnosis));
        }
        if (!diagnosis.clientsWork()) {
            throw new Failure(diagnosis.verdict());
        }
        return 0;
    }

    private Diagnosis examine() throws Failure {
        try (Progress progress = new Progress(console)) {
            progress.show("examining ...");
            return new Doctor(Catalogue.loadSockets(), Catalogue.loadTls(), new PrivateSelfTest()).examine();
        }
    }
}
