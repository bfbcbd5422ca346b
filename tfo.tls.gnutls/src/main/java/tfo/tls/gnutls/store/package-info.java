/** Sessions of GnuTLS at rest: sealed, opened, kept in files. */
@NullMarked
package tfo.tls.gnutls.store;

import org.jspecify.annotations.NullMarked;
