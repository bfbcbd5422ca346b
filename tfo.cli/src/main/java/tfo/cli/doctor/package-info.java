/** What works on this machine, and why the rest does not. */
@NullMarked
package tfo.cli.doctor;

import org.jspecify.annotations.NullMarked;
