/** What lies between the two ends of a laboratory: frames, the delay line, and the rules that spoil the path. */
@NullMarked
package tfo.lab.wire;

import org.jspecify.annotations.NullMarked;
