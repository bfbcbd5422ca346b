package tfo.cli;

import tfo.cli.command.CommandLineProgram;
import tfo.cli.core.Console;

/** The program {@code tfo}: see docs/man/tfo.md. */
public final class Main {
    private Main() {}

    /** Runs the command that the arguments name and ends the process with its exit status. */
    public static void main(String[] args) {
        System.exit(CommandLineProgram.run(Console.ofProcess(), args));
    }
}
