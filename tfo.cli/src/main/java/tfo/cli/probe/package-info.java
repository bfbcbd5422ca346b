/** What a remote server does with Fast Open. */
@NullMarked
package tfo.cli.probe;

import org.jspecify.annotations.NullMarked;
