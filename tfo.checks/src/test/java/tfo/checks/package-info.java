/** Tests of the house itself: who may see whom, what the public surface is, and that both builds say the same. */
@NullMarked
package tfo.checks;

import org.jspecify.annotations.NullMarked;
