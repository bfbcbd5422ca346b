/** Connections, listeners and sockets: the JDK's own, with the SYN held back until there is something to put into it. */
@NullMarked
package tfo.linux.socket;

import org.jspecify.annotations.NullMarked;
