/** The source of the pieces of Java in README and docs, each between two marks. */
@NullMarked
package examples.snippets;

import org.jspecify.annotations.NullMarked;
