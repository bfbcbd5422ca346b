/** Connections by java.nio: connect, then write. {@link tfo.fallback.socket.PortableSockets} is the entrance. */
@NullMarked
package tfo.fallback.socket;

import org.jspecify.annotations.NullMarked;
