/** The race of the ways to connect over a slow line, and its picture. */
@NullMarked
package tfo.cli.demo;

import org.jspecify.annotations.NullMarked;
