/** TLS by the system's libgnutls. */
@NullMarked
package tfo.tls.gnutls;

import org.jspecify.annotations.NullMarked;
