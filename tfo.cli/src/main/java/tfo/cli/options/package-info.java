/** What the options of TCP sockets can do on this machine. */
@NullMarked
package tfo.cli.options;

import org.jspecify.annotations.NullMarked;
