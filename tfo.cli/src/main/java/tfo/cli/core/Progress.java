package tfo.cli.core;

import java.io.PrintStream;

/** One line on the terminal that is written over and over while work goes on; silent where nobody watches. */
public final class Progress implements AutoCloseable {
    // ECMA-48 EL: erases the rest of the line.
    private static final String ERASE_LINE = "\r\u001b[K";

    private final PrintStream err;
    private final boolean visible;

    /** A line on this console. */
    public Progress(Console console) {
        this.err = console.err();
        this.visible = console.terminal();
    }

    /** Shows this text instead of the one before. */
    public void show(String text) {
        if (visible) {
            err.print(ERASE_LINE + text);
            err.flush();
        }
    }

    /** Removes the line. */
    @Override
    public void close() {
        if (visible) {
            err.print(ERASE_LINE);
            err.flush();
        }
    }
}
