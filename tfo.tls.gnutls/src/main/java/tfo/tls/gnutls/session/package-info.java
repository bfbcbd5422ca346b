/** TLS clients, servers, dials and connections by GnuTLS. */
@NullMarked
package tfo.tls.gnutls.session;

import org.jspecify.annotations.NullMarked;
