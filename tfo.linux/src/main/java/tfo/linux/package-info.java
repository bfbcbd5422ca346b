/** The Linux provider: the JDK's own sockets with TCP_FASTOPEN_CONNECT set on their descriptor. */
@NullMarked
package tfo.linux;

import org.jspecify.annotations.NullMarked;
