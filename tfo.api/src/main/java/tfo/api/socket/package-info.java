/**
 * Sockets whose first bytes may travel in the SYN: TCP Fast Open (RFC 7413) on the JDK's own channels.
 *
 * <p>{@link tfo.api.socket.FastOpenSockets} is the entrance. What it hands out are genuine JDK types; what it adds is the
 * first flight, and a {@link tfo.api.socket.FastOpenReport report} of how that fared. A connection that would have worked without
 * Fast Open works with it, unless {@link tfo.api.socket.FastOpenPolicy#REQUIRE} asks for it or a time-out leaves no room for one
 * SYN that was lost; the next connection to that address is then made without.
 */
@Export
@Version("0.1.0")
@NullMarked
package tfo.api.socket;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
