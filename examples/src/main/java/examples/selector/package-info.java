/** One thread that opens many connections at once. */
@NullMarked
package examples.selector;

import org.jspecify.annotations.NullMarked;
