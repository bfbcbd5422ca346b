/** TLS between the two ends of one process, with a certificate that is for nothing else. */
@NullMarked
package tfo.itests.tls;

import org.jspecify.annotations.NullMarked;
