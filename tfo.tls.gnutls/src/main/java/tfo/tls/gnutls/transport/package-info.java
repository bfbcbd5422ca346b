/** How the records of GnuTLS reach the network: by the descriptor itself, or through a pair of sockets in this process. */
@NullMarked
package tfo.tls.gnutls.transport;

import org.jspecify.annotations.NullMarked;
