/** A server that takes data in the SYN: it echoes, sends bytes, or serves a folder. */
@NullMarked
package tfo.cli.serve;

import org.jspecify.annotations.NullMarked;
