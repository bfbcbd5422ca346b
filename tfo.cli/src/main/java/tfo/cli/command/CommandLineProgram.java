package tfo.cli.command;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import tfo.cli.core.Alpn;
import tfo.cli.core.Console;
import tfo.cli.core.DurationText;
import tfo.cli.core.Failure;
import tfo.cli.core.HostPort;
import tfo.cli.http.Fields;
import tfo.cli.http.Target;

/** Reads a command line and runs the command it names. */
public final class CommandLineProgram {
    private CommandLineProgram() {}

    /**
     * Runs a command.
     *
     * @return 0: done; 1: it did not work, a message is on the error stream; 2: wrong usage
     */
    public static int run(Console console, String... args) {
        return program(console).execute(args);
    }

    private static CommandLine program(Console console) {
        CommandLine program = new CommandLine(new TfoCommand())
                .addSubcommand(new DoctorCommand(console))
                .addSubcommand(new DemoCommand(console))
                .addSubcommand(new ProbeCommand(console))
                .addSubcommand(new GetCommand(console))
                .addSubcommand(new ServeCommand(console))
                .addSubcommand(SessionsCommand.with(console))
                .addSubcommand(new OptionsCommand(console))
                .addSubcommand(new SelfTestCommand(console));
        return program.registerConverter(Duration.class, text -> converted(text, DurationText::parse))
                .registerConverter(HostPort.class, text -> converted(text, HostPort::parse))
                .registerConverter(Alpn.class, text -> converted(text, Alpn::parse))
                .registerConverter(Target.class, text -> converted(text, Target::parse))
                .registerConverter(Fields.Field.class, text -> converted(text, Fields.Field::parse))
                .setOut(new PrintWriter(console.out(), true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(console.err(), true, StandardCharsets.UTF_8))
                .setParameterExceptionHandler(CommandLineProgram::wrongUsage)
                .setExecutionExceptionHandler((failure, command, parsed) -> failed(console, failure));
    }

    private static <T> T converted(String text, CommandLine.ITypeConverter<T> converter) throws Exception {
        try {
            return converter.convert(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }

    private static int wrongUsage(ParameterException wrong, String... args) {
        CommandLine command = wrong.getCommandLine();
        command.getErr().println("tfo: " + wrong.getMessage());
        command.getErr().println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
        return CommandLine.ExitCode.USAGE;
    }

    private static int failed(Console console, Exception failure) {
        console.err().println("tfo: " + Failure.advised(failure));
        return CommandLine.ExitCode.SOFTWARE;
    }
}
