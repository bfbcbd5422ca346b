/** Where the program starts. */
@NullMarked
package tfo.cli;

import org.jspecify.annotations.NullMarked;
