/** The same commands for an OSGi shell. */
@NullMarked
package tfo.cli.gogo;

import org.jspecify.annotations.NullMarked;
