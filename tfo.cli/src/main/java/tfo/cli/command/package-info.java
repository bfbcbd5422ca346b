/** The command line: arguments in, text or JSON and an exit status out. */
@NullMarked
package tfo.cli.command;

import org.jspecify.annotations.NullMarked;
