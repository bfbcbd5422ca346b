/** As much of HTTP/1.1 (RFC 9112) as the commands speak, for both ends of a connection. */
@NullMarked
package tfo.cli.http;

import org.jspecify.annotations.NullMarked;
