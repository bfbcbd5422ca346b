/** What the kernel offers: its functions under their C names, its constants, and pure decoders of what it answers. */
@NullMarked
package tfo.linux.kernel;

import org.jspecify.annotations.NullMarked;
