/** Sessions of TLS that were kept in a folder. */
@NullMarked
package tfo.cli.sessions;

import org.jspecify.annotations.NullMarked;
