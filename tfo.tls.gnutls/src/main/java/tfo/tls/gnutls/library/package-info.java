/** The C functions of libgnutls and of the C library that this module calls, and what keeps their memory in order. */
@NullMarked
package tfo.tls.gnutls.library;

import org.jspecify.annotations.NullMarked;
