/** The laboratory's native room: packet sockets and the memory they work on. The only place here that knows JNA. */
@NullMarked
package tfo.lab.kernel;

import org.jspecify.annotations.NullMarked;
