/**
 * Streams that notice: both ends send records under a running checksum, so that a byte lost, doubled, changed or taken from
 * another connection fails the stream it happened to.
 */
@NullMarked
package tfo.itests.load;

import org.jspecify.annotations.NullMarked;
