/** Measurements with a baseline in the same run; {@link tfo.bench.Main} is the entrance. */
@NullMarked
package tfo.bench;

import org.jspecify.annotations.NullMarked;
