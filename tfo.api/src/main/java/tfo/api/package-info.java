/**
 * What the packages of the interface share. {@link tfo.api.socket} has the sockets, {@link tfo.api.tcp} what the kernel tells of TCP,
 * {@link tfo.api.tls} the sessions.
 */
@Export
@Version("0.1.0")
@NullMarked
package tfo.api;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
