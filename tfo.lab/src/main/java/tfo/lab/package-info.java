/**
 * A network laboratory inside one JVM: a private namespace, a line with a round trip of its own, hostile paths, and a log of
 * every packet.
 *
 * <p>{@link tfo.lab.PrivateNamespace} gives a process a network of its own without root. In it, {@link tfo.lab.NetworkLab}
 * lays a line between a server's address and a client's, {@link tfo.lab.Fault} spoils it, and {@link tfo.lab.PacketLog} tells
 * what travelled: how many SYNs, what they carried, how many round trips it took. For tests, demonstrations and measurements;
 * Linux on 64-bit machines only.
 */
@Export
@Version("0.1.0")
@NullMarked
package tfo.lab;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
