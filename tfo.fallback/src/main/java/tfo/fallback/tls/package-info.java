/** TLS by JSSE. {@link tfo.fallback.tls.PortableTls} is the entrance. */
@NullMarked
package tfo.fallback.tls;

import org.jspecify.annotations.NullMarked;
